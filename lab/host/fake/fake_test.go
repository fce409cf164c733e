package fake

import (
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// TestProgram starts programs while others are written.
func TestProgram(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			file := filepath.Join(dir, string(rune('a'+worker)), "program")
			for range 50 {
				if err := program(file, "echo well"); err != nil {
					t.Error(err)
				}
				if out, err := exec.CommandContext(t.Context(), file).CombinedOutput(); err != nil || string(out) != "well\n" {
					t.Errorf("got %q, %v", out, err)
				}
			}
		})
	}
	wg.Wait()
}

// TestOnPath: the last one is found.
func TestOnPath(t *testing.T) {
	OnPath(t, "metrics-lab-fake", "echo first")
	OnPath(t, "metrics-lab-fake", "echo second $1")
	if out, err := exec.CommandContext(t.Context(), "metrics-lab-fake", "a").Output(); err != nil || string(out) != "second a\n" {
		t.Errorf("got %q, %v", out, err)
	}
}
