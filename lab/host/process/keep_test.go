package process

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/host/wait"
)

func TestMain(m *testing.M) {
	Keep()
	os.Exit(m.Run())
}

// shell makes a shell called name below a lab's folder, as the program of a lab.
func shell(t *testing.T, folder, name, script string) Program {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, name)
	if err := os.Symlink(sh, program); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = KillBelow(context.Background(), folder) })
	return Program{Folder: folder, Path: program, Args: []string{"-c", script}, Log: program + ".log"}
}

func TestHowEnded(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, script, want string }{
		{"well", "exit 0", "exit status 0"},
		{"with an error", "exit 3", "exit status 3"},
		{"killed", "kill -KILL $$", "signal: killed"},
		{"told to", "kill -TERM $$", "signal: terminated"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			program := shell(t, folder, "a-name-longer-than-the-system-keeps", row.script)
			ended, err := Start(program)
			if err != nil {
				t.Fatal(err)
			}
			if got := <-ended; got != row.want {
				t.Errorf("the caller is told %q, want %q", got, row.want)
			}
			if got := HowEnded(folder, program.Path); got != row.want {
				t.Errorf("it is noted as %q, want %q", got, row.want)
			}
		})
	}
}

// TestHowOrphansEnd: what a program has started and left behind is kept too.
func TestHowOrphansEnd(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux gives a process the orphans of its children")
	}
	folder := t.TempDir()
	orphan := shell(t, folder, "orphan", "")
	ended, err := Start(shell(t, folder, "parent", fmt.Sprintf("%q -c 'while :; do sleep 0.1; done' & exit 0", orphan.Path)))
	if err != nil {
		t.Fatal(err)
	}
	if got := <-ended; got != "exit status 0" {
		t.Errorf("the parent: %q", got)
	}
	if diff := cmp.Diff([]string{"orphan"}, programs(t, folder)); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	if got := HowEnded(folder, "orphan"); got != "" {
		t.Errorf("it runs, and is noted as %q", got)
	}
	if err := KillProgram(t.Context(), folder, "orphan"); err != nil {
		t.Fatal(err)
	}
	err = wait.For(t.Context(), "the note", 10*time.Second, 10*time.Millisecond, func(context.Context) (bool, string, error) {
		said := HowEnded(folder, "orphan")
		return said == "signal: killed", said, nil
	})
	if err != nil {
		t.Error(err)
	}
	err = wait.For(t.Context(), "the keeper to end", 10*time.Second, 10*time.Millisecond, func(context.Context) (bool, string, error) {
		left := allPrograms(t, folder) //nolint:contextcheck // the test's own is as good
		return len(left) == 0, fmt.Sprint(left), nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestBelowFindsWhateverTheLabHasStarted: by the folder in its environment, where its
// command line does not name it, or names it by another path.
func TestBelowFindsWhateverTheLabHasStarted(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux shows the environment of a process")
	}
	parent := t.TempDir()
	folder, link := filepath.Join(parent, "h ome, \"quoted\""), filepath.Join(parent, "link")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, link); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(shell(t, link, "parent", "sleep 1000 & exit 0")); err != nil {
		t.Fatal(err)
	}
	err := wait.For(t.Context(), "the parent to end", 10*time.Second, 10*time.Millisecond, func(context.Context) (bool, string, error) {
		said := strings.Join(allPrograms(t, folder), " ") //nolint:contextcheck // as above
		return said == "keeper sleep", said, nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := KillBelow(t.Context(), folder); err != nil {
		t.Fatal(err)
	}
	if left := allPrograms(t, folder); len(left) > 0 {
		t.Errorf("still running: %v", left)
	}
}

// TestEnvironment: what is set for other tools does not reach a lab's program. It is
// not parallel to others, since it sets some.
func TestEnvironment(t *testing.T) {
	for _, name := range []string{"ETCD_NAME", "KWOK_RUNTIME", "KUBERNETES_SERVICE_HOST", "HTTPS_PROXY"} {
		t.Setenv(name, "other")
	}
	folder := t.TempDir()
	program := shell(t, folder, "program", "env | grep -v '^PWD=\\|^SHLVL=\\|^_='")
	program.Env = []string{"MORE=1"}
	ended, err := Start(program)
	if err != nil {
		t.Fatal(err)
	}
	if how := <-ended; how != "exit status 0" {
		t.Fatal(how)
	}
	said, err := os.ReadFile(program.Log)
	if err != nil {
		t.Fatal(err)
	}
	want := append(environment(folder), "MORE=1")
	got := strings.Split(strings.TrimSpace(string(said)), "\n")
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}
