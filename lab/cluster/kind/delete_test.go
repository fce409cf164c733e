package kind

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/lab/state"
)

// TestDeleteWaitsForWhatIsMade: the node of a creation that was interrupted
// comes after the first look, and cannot be removed at once.
func TestDeleteWaitsForWhatIsMade(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	seen := filepath.Join(t.TempDir(), "seen") // a letter for each look
	fakeDocker(t, `"ps --all")
		printf x >> `+seen+`
		case $(cat `+seen+`) in xxxx*) test -e `+seen+`.removed || echo one-control-plane;; esac;;
	"rm --force")
		case $(cat `+seen+`) in xxxxxx*) touch `+seen+`.removed;; *) echo No such container >&2; exit 1;; esac;;`)
	start := time.Now()
	if err := (&Cluster{Lab: state.Folder{Name: "one", Dir: t.TempDir()}}).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(seen + ".removed"); err != nil {
		t.Error("the node was not removed")
	}
	if time.Since(start) < settle {
		t.Errorf("it looked for %s only", time.Since(start))
	}
}

func TestDeleteWithoutDocker(t *testing.T) {
	fakeDocker(t, `"ps --all") echo Cannot connect >&2; exit 1;;`)
	start := time.Now()
	err := (&Cluster{Lab: state.Folder{Name: "one", Dir: t.TempDir()}}).Delete(t.Context())
	if err == nil || !strings.Contains(err.Error(), "Cannot connect") {
		t.Errorf("got %v, want what docker said", err)
	}
	if time.Since(start) > settle {
		t.Errorf("that took %s", time.Since(start))
	}
}

// TestDeleteSaysWhatHoldsItUp: and Ctrl-C then ends it.
func TestDeleteSaysWhatHoldsItUp(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	fakeDocker(t, `"ps --all") echo one-control-plane;;
	"rm --force") exec sleep 600;;`)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	said := ""
	c := &Cluster{Lab: state.Folder{Name: "one", Dir: t.TempDir()}, Say: func(format string, args ...any) {
		said = fmt.Sprintf(format, args...)
		interrupt()
	}}
	if err := c.Delete(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was interrupted", err)
	}
	if want := "Docker has not removed one-control-plane within 5s."; !strings.Contains(said, want) || !strings.Contains(said, "docker unpause one-control-plane") {
		t.Errorf("it says %q, want %q and what to do", said, want)
	}
}

func TestMakes(t *testing.T) {
	t.Parallel()
	c := &Cluster{Lab: state.Folder{Name: "one"}}
	for command, want := range map[string]bool{
		"docker run --name one-control-plane --label io.x-k8s.kind.cluster=one image":         true,
		"docker run --name one-two-control-plane --label io.x-k8s.kind.cluster=one-two image": false,
		"docker network create -d=bridge kind":                                                true,
		"docker network create other":                                                         false,
		"docker ps --filter label=io.x-k8s.kind.cluster=one":                                  false,
		"docker": false,
	} {
		if got := c.makes(strings.Fields(command)); got != want {
			t.Errorf("%s: got %t, want %t", command, got, want)
		}
	}
}
