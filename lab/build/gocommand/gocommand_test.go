package gocommand

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/wait"
)

// TestInterruptible: the command has the time to remove what it works with.
func TestInterruptible(t *testing.T) {
	t.Parallel()
	work := filepath.Join(t.TempDir(), "work")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cmd := interruptible(exec.CommandContext(ctx, "sh", "-c", `trap 'rm "$0"; exit 1' INT; : > "$0"; while :; do sleep 0.01; done`, work))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	err := wait.For(t.Context(), "the command to work", 10*time.Second, 10*time.Millisecond, func(context.Context) (bool, string, error) {
		_, err := os.Stat(work)
		return err == nil, "", err
	})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	_ = cmd.Wait()
	if _, err := os.Stat(work); !os.IsNotExist(err) {
		t.Errorf("it did not clean up: %v", err)
	}
}
