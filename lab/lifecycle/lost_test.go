package lifecycle

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/state"
)

// TestLostLab: what runs of a lab whose folder was deleted is found, said, and stopped, with its context.
func TestLostLab(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	file := filepath.Join(t.TempDir(), "kubeconfig")
	t.Setenv("KUBECONFIG", file)
	writeKubeconfig(t, file, "https://127.0.0.1:1")
	l, err := state.FolderOf("lost")
	if err != nil {
		t.Fatal(err)
	}
	program := l.Path("bin", "etcd")
	start(t, program)
	if err := os.RemoveAll(l.Dir); err != nil {
		t.Fatal(err)
	}

	if _, err := Look(t.Context(), "lost"); err == nil || !strings.Contains(err.Error(), "the folder of the lab lost has gone, and 1 program(s) of it still run: `make down NAME=lost` stops them") {
		t.Errorf("status: got %v", err)
	}
	if existed, err := Down(t.Context(), "lost", quiet(t)); err != nil || !existed {
		t.Errorf("down: got %t, %v", existed, err)
	}
	if running, err := process.Below(t.Context(), l.Dir); err != nil || len(running) > 0 {
		t.Errorf("these still run: %v, %v", running, err)
	}
	if existed, err := Down(t.Context(), "lost", quiet(t)); err != nil || existed {
		t.Errorf("the second time: got %t, %v", existed, err)
	}
}

// start runs a program at a path until the test ends.
func start(t *testing.T, program string) {
	t.Helper()
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip(err)
	}
	data, err := os.ReadFile(sleep)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(program), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, data, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "600")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
}
