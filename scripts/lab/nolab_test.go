package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/console"
)

// TestWhereThereIsNoLab: a command that needs a lab says that it is not up, and makes
// nothing but a lock.
func TestWhereThereIsNoLab(t *testing.T) {
	for _, args := range []string{
		"status", "dev build", "dev run", "dev deploy", "renew", "check 1",
		"set deployments.apps/web m 1", "set --external m 1", "unset deployments.apps/web m", "down", "down --force",
	} {
		t.Run(args, func(t *testing.T) {
			home := t.TempDir()
			t.Setenv("HOME", home)
			t.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
			t.Setenv("KUBECONFIG", filepath.Join(home, "kubeconfig"))
			command := newCommand(console.New(os.Stderr))
			command.SetArgs(append(strings.Fields(args), "--name", "none"))
			err := command.ExecuteContext(t.Context())
			if !strings.HasPrefix(args, "down") && (err == nil || !strings.Contains(err.Error(), "the lab none is not up")) {
				t.Errorf("got %v, want that the lab is not up", err)
			}
			if made := filesBelow(t, home); len(made) > 0 {
				t.Errorf("it has made %v", made)
			}
		})
	}
}

// filesBelow returns the files, and the folders but those of the cache.
func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	cache := []string{".", ".cache", ".cache/metrics-lab", ".cache/metrics-lab/locks"}
	var found []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if !slices.Contains(cache, name) {
			found = append(found, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
