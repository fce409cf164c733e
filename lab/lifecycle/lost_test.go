package lifecycle

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/host/fake"
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

	if _, err := Look(t.Context(), "lost"); err == nil || !strings.Contains(err.Error(), "the folder of the lab lost has gone, and 1 program(s) of it still run: `make down NAME=lost` removes them") {
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

// TestLostNodes: nodes of a lab's name are the lab's if they share its folder. Others are somebody else's.
func TestLostNodes(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("KUBECONFIG", filepath.Join(t.TempDir(), "kubeconfig"))
	gone := filepath.Join(t.TempDir(), "gone")
	fake.OnPath(t, "docker", `case "$*" in
		ps*label=io.x-k8s.kind.cluster=lost*volume=`+filepath.Join(os.Getenv("HOME"), ".metrics-lab", "lost", "development")+`*) test -e `+gone+` || echo lost-control-plane;;
		ps*volume=*) ;;
		ps*label=io.x-k8s.kind.cluster=foreign*) echo foreign-control-plane;;
		ps*label=io.x-k8s.kind.cluster=lost*) test -e `+gone+` || echo lost-control-plane;;
		rm*lost-control-plane) touch `+gone+`;;
	esac`)
	if _, err := Look(t.Context(), "lost"); err == nil || !strings.Contains(err.Error(), "the folder of the lab lost has gone, and 1 node(s) of it are still in Docker: `make down NAME=lost` removes them") {
		t.Errorf("status: got %v", err)
	}
	if existed, err := Down(t.Context(), "foreign", quiet(t)); err != nil || existed {
		t.Errorf("down of nodes that share no folder: got %t, %v", existed, err)
	}
	if existed, err := Down(t.Context(), "lost", quiet(t)); err != nil || !existed {
		t.Errorf("down: got %t, %v", existed, err)
	}
	if _, err := os.Stat(gone); err != nil {
		t.Error("the node was not removed")
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
