package lifecycle

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/state"
)

func TestMain(m *testing.M) {
	process.Keep()
	os.Exit(m.Run())
}

// inHome gives the test a home folder of its own.
func inHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
	t.Setenv("KUBECONFIG", filepath.Join(home, "kubeconfig"))
	return home
}

func quiet(t *testing.T) *console.Console {
	t.Helper()
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return console.New(file)
}

func TestFindRoot(t *testing.T) {
	if root, err := FindRoot(); err != nil || !strings.HasPrefix(mustGetwd(t), root) {
		t.Errorf("from inside: got %q, %v", root, err)
	}
	t.Chdir(t.TempDir())
	if _, err := FindRoot(); err == nil || !strings.Contains(err.Error(), "not in a checkout") {
		t.Errorf("from outside: got %v", err)
	}
}

func mustGetwd(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestDownOfNothing(t *testing.T) {
	inHome(t)
	if existed, err := Down(t.Context(), "none", quiet(t)); err != nil || existed {
		t.Errorf("got %t, %v; want that there was none", existed, err)
	}
	if _, err := Look(t.Context(), "none"); !errors.Is(err, ErrNoLab) {
		t.Errorf("status: %v, want ErrNoLab", err)
	}
}

// TestDownOfAKilledUp: a process runs and nothing was written down yet.
func TestDownOfAKilledUp(t *testing.T) {
	home := inHome(t)
	l, err := state.FolderOf("killed")
	if err != nil {
		t.Fatal(err)
	}
	program := l.Path(".kwok", "clusters", "killed", "bin", "sh")
	if err := os.MkdirAll(filepath.Dir(program), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/bin/sh", program); err != nil {
		t.Fatal(err)
	}
	if _, err := process.Start(process.Program{
		Folder: l.Dir, Path: program, Args: []string{"-c", "while :; do sleep 0.1; done"}, Log: l.Path("log"),
	}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = process.KillBelow(context.Background(), l.Dir) })

	if status, err := Look(t.Context(), "killed"); err != nil || len(status.Problems) == 0 {
		t.Errorf("status: %+v, %v; want a problem", status, err)
	}
	if existed, err := Down(t.Context(), "killed", quiet(t)); err != nil || !existed {
		t.Fatalf("down: %t, %v", existed, err)
	}
	if left, err := process.Below(t.Context(), l.Dir); err != nil || len(left) > 0 {
		t.Errorf("still running: %v, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(home, ".metrics-lab")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

// TestTheKindOfClusterStays: a lab that exists is not given another one.
func TestTheKindOfClusterStays(t *testing.T) {
	inHome(t)
	want := state.Record{Cluster: Embedded, Complete: true}
	l := saveLab(t, "kept", want)
	_, err := Up(t.Context(), Options{Name: "kept", Cluster: Kind}, quiet(t))
	if err == nil || !strings.Contains(err.Error(), "runs on the embedded cluster already") {
		t.Errorf("got %v", err)
	}
	got, err := l.Load()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the record (-want +got):\n%s", diff)
	}
}

func TestOpen(t *testing.T) {
	inHome(t)
	if _, err := Open("none"); !errors.Is(err, ErrNoLab) {
		t.Errorf("no lab: got %v, want ErrNoLab", err)
	}
	saveLab(t, "half", state.Record{Cluster: Embedded})
	if _, err := Open("half"); err == nil || !strings.Contains(err.Error(), "half-made") {
		t.Errorf("half-made: got %v", err)
	}
	l := saveLab(t, "half", state.Record{Cluster: Kind, Complete: true})
	writeKubeconfig(t, l.Path("kind.kubeconfig"), "https://127.0.0.1:1")
	got, err := Open("half")
	if err != nil {
		t.Fatal(err)
	}
	if got.Context != "kind-half" || got.Config.Host != "https://127.0.0.1:1" {
		t.Errorf("got %+v", got)
	}
}

// TestOtherCheckout: it is said whose adapter is replaced, where that is known.
func TestOtherCheckout(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ before, now, want string }{
		{"", "/new", ""},
		{"/new", "/new", ""},
		{"/old", "/new", "the adapter was from the checkout /old: that of /new takes its place"},
	} {
		if got := otherCheckout(state.Record{Root: row.before}, row.now); got != row.want {
			t.Errorf("%q and %q: got %q, want %q", row.before, row.now, got, row.want)
		}
	}
}
