package lifecycle

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/host/fake"
	"example.com/metrics-lab/lab/state"
)

// TestAHungDocker: an engine that takes questions and never answers keeps nobody
// waiting for long.
func TestAHungDocker(t *testing.T) {
	inHome(t)
	fake.OnPath(t, "docker", "exec sleep 600")
	console := quiet(t)
	root, err := FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	const nodes = "list the cluster's nodes: docker ps: no answer from the engine within 10s"
	var all sync.WaitGroup // all at once: each takes ten seconds
	for _, row := range []struct {
		name string // also of the lab
		do   func(ctx context.Context, lab string) error
		want string
	}{
		{"doctor", func(ctx context.Context, _ string) error {
			_, err := KindImage(ctx, root, "", console)
			return err
		}, "the Docker engine does not answer: docker version: no answer from the engine within 10s"},
		{"up", func(ctx context.Context, lab string) error {
			_, err := Up(ctx, Options{Name: lab, Cluster: Auto, Root: root}, console)
			return err
		}, nodes},
		{"status", func(ctx context.Context, lab string) error {
			_, err := Look(ctx, lab)
			return err
		}, nodes},
		{"down", func(ctx context.Context, lab string) error {
			_, err := Down(ctx, lab, console)
			return err
		}, nodes},
	} {
		saveLab(t, row.name, state.Record{Cluster: Kind, Complete: true})
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			if err := row.do(ctx, row.name); !errors.Is(err, docker.ErrNoAnswer) || err.Error() != row.want {
				t.Errorf("%s: got %v, want %q", row.name, err, row.want)
			}
		})
	}
	all.Wait()
}

func saveLab(t *testing.T, name string, record state.Record) state.Folder {
	t.Helper()
	l, err := state.FolderOf(name)
	if err == nil {
		err = l.Save(record)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}
