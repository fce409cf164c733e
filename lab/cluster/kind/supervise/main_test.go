package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/fake"
	"example.com/metrics-lab/lab/host/wait"
)

// eventually waits until the log has the text.
func eventually(t *testing.T, log, text string) {
	t.Helper()
	err := wait.For(t.Context(), text, 20*time.Second, 10*time.Millisecond, func(context.Context) (bool, string, error) {
		data, _ := os.ReadFile(log)
		return strings.Contains(string(data), text), string(data), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSupervise goes through a day's work: a new program, one that crashes, one
// that is good again, the end.
func TestSupervise(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, log := filepath.Join(dir, "program"), filepath.Join(dir, "log")
	says := func(what, then string) string { return fmt.Sprintf("echo %s >> %s\n%s", what, log, then) }
	var mutex sync.Mutex
	say := func(format string, args ...any) {
		mutex.Lock()
		defer mutex.Unlock()
		f, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err == nil {
			_, _ = fmt.Fprintf(f, format+"\n", args...)
			_ = f.Close()
		}
	}
	fake.Program(t, file, says("first", "exec sleep 60"))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan struct{})
	go func() { supervise(ctx, file, []string{file}, say); close(ended) }()

	eventually(t, log, "first")
	fake.Program(t, file, says("second", "exec sleep 60"))
	eventually(t, log, "second")
	fake.Program(t, file, says("broken", "exit 3"))
	eventually(t, log, "the program ended: exit status 3")
	fake.Program(t, file, says("mended", "exec sleep 60"))
	eventually(t, log, "mended")
	cancel()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Error("it did not end with the context")
	}
}

// TestEndOfAProgramThatSaysItIsWell: the adapter is to run on, whatever its
// status is.
func TestEndOfAProgramThatSaysItIsWell(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "program")
	fake.Program(t, file, "exit 0")
	if err := run(t.Context(), file, version(file), []string{file}); err == nil {
		t.Error("want an error")
	}
	if err := run(t.Context(), file, "", []string{file + ".missing"}); err == nil {
		t.Error("want an error for a program that is not there")
	}
}
