package main

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestMain is pause itself where the test starts it.
func TestMain(m *testing.M) {
	if os.Getenv("PAUSE") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestPauseEndsOnSignal(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "PAUSE=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		t.Fatalf("it ended by itself: %v", err)
	case <-time.After(500 * time.Millisecond):
	}
	for _, signal := range []syscall.Signal{syscall.SIGCHLD, syscall.SIGTERM} {
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}
