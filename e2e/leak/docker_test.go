package leak

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/state"
)

// ofDocker begins a line on something of Docker.
const ofDocker = "docker: "

// inDocker is what Docker has: containers of the labs and of nobody, volumes
// that no container uses, and kind's network if no container uses it. Others may
// have clusters too, so containers of theirs do not count.
func inDocker(ctx context.Context, t *testing.T, labs []string) []string {
	t.Helper()
	ask := func(args ...string) []string {
		said, err := docker.Run(ctx, args...)
		if err != nil && ctx.Err() == nil {
			t.Error(err)
		}
		return strings.Split(said, "\n")
	}
	var found []string
	users := 0
	for _, line := range ask("ps", "--all", "--format", `{{.Names}} {{.Label "io.x-k8s.kind.cluster"}}`) {
		name, kindCluster, _ := strings.Cut(line, " ")
		switch {
		case line == "":
		case kindCluster == "" || mentions(line, labs):
			found = append(found, ofDocker+"container "+name)
		default:
			users++
		}
	}
	for _, volume := range ask("volume", "ls", "--quiet", "--filter", "dangling=true") {
		if volume != "" && users == 0 { // else it may be of a container that is being made or removed
			found = append(found, ofDocker+"volume "+volume)
		}
	}
	for _, network := range ask("network", "ls", "--format", "{{.Name}}") {
		if network != "" && (network != "kind" || users == 0) {
			found = append(found, ofDocker+"network "+network)
		}
	}
	return append(found, networkMarkers(t, users)...)
}

// networkMarkers are the files that say whose kind's network is.
func networkMarkers(t *testing.T, users int) []string {
	t.Helper()
	dir, err := state.Cache("kind")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		if users == 0 {
			found = append(found, ofDocker+filepath.Join(dir, entry.Name()))
		}
	}
	return found
}
