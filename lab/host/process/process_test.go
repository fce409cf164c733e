package process

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/host/wait"
)

// sleeper makes a program called name below dir that sleeps; with stubborn it
// does not end on SIGTERM.
func sleeper(t *testing.T, dir, name string, stubborn bool) string {
	t.Helper()
	script := "#!/bin/sh\nwhile :; do sleep 0.1; done\n"
	if stubborn {
		script = "#!/bin/sh\ntrap '' TERM\necho trapped\nwhile :; do sleep 0.1; done\n"
	}
	body := filepath.Join(t.TempDir(), "body")
	if err := os.WriteFile(body, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, name)
	if err := os.Symlink(shell, program); err != nil { // so that it is what the process was started as
		t.Fatal(err)
	}
	if _, err := Start(Program{Folder: dir, Path: program, Args: []string{body}, Log: filepath.Join(dir, name+".log")}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = KillBelow(context.Background(), dir) })
	return program
}

// programs are those that run below dir, without their keepers and what a sleeper
// starts.
func programs(t *testing.T, dir string) []string {
	t.Helper()
	return slices.DeleteFunc(allPrograms(t, dir), func(name string) bool { return name == keeperName || name == "sleep" })
}

func allPrograms(t *testing.T, dir string) []string {
	t.Helper()
	running, err := Below(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, p := range running {
		names = append(names, p.Program)
	}
	return names
}

func TestBelowFindsOnlyTheFoldersPrograms(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir, beside := filepath.Join(parent, "lab"), filepath.Join(parent, "lab-2")
	for _, d := range []string{dir, beside} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	sleeper(t, dir, "etcd", false)
	sleeper(t, dir, "adapter", false)
	sleeper(t, beside, "other", false)
	reader := exec.Command("tail", "-f", filepath.Join(dir, "etcd.log")) // a person who reads a log
	if err := reader.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Process.Kill(); _ = reader.Wait() })

	if diff := cmp.Diff([]string{"adapter", "etcd"}, programs(t, dir)); diff != "" {
		t.Errorf("programs below (-want +got):\n%s", diff)
	}
	if err := KillBelow(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if left := programs(t, dir); len(left) > 0 {
		t.Errorf("still running: %v", left)
	}
	if diff := cmp.Diff([]string{"other"}, programs(t, beside)); diff != "" {
		t.Errorf("programs of the folder beside (-want +got):\n%s", diff)
	}
}

func TestStopProgramKillsWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sleeper(t, dir, "stubborn", true)
	sleeper(t, dir, "bystander", false)
	err := wait.For(t.Context(), "the trap", 10*time.Second, 10*time.Millisecond, func(context.Context) (bool, string, error) {
		said, err := os.ReadFile(filepath.Join(dir, "stubborn.log"))
		return len(said) > 0, "no word from it", err
	})
	if err != nil {
		t.Fatal(err)
	}
	matches := func(p Process) bool { return p.Program == "stubborn" }
	start := time.Now()
	if err := end(t.Context(), dir, matches, 200*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if time.Since(start) < 200*time.Millisecond {
		t.Error("it ended before the time it is given after SIGTERM")
	}
	if diff := cmp.Diff([]string{"bystander"}, programs(t, dir)); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

func TestStartReportsAProgramThatIsNotThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := Start(Program{Folder: dir, Path: filepath.Join(dir, "nothing"), Log: filepath.Join(dir, "log")}); err == nil {
		t.Error("want an error")
	}
}

func TestLastError(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, log, want string }{
		{"none", "", nothing},
		{"no error", "starting\nready\n", "ready"},
		{"klog", "I1123 12:00:00.000000 1 a.go:1] fine\nF1123 12:00:01.000000 1 a.go:2] \"Cannot\" err=\"x\"\ngoroutine 1\n", "\"Cannot\" err=\"x\""},
		{"told to end", "I1123 12:00:00.000000 1 a.go:1] fine\nI1123 12:00:01.000000 1 a.go:2] \"Shutting down\"\n", nothing},
		{"an error that it survived", "E1123 12:00:00.000000 1 a.go:1] \"Cannot\"\n" + strings.Repeat("I1123 12:00:01.000000 1 a.go:2] fine\n", 21), nothing},
		{"an error long before the end", "E1123 12:00:00.000000 1 a.go:1] \"Cannot\"\n" + strings.Repeat("I1123 12:00:01.000000 1 a.go:2] fine\n", 20), "\"Cannot\""},
		{"a long stack", "F1123 12:00:00.000000 1 a.go:1] \"Cannot\"\n" + strings.Repeat("main.main()\n", 30), "\"Cannot\""},
		{"etcd", `{"level":"info","msg":"starting"}` + "\n" + `{"level":"fatal","msg":"discovery failed","error":"listen tcp 127.0.0.1:1: bind: address already in use"}` + "\n",
			"discovery failed: listen tcp 127.0.0.1:1: bind: address already in use"},
		{"kwokctl", `{"level":"ERROR","msg":"Execute exit","err":"empty path"}` + "\n", "Execute exit: empty path"},
		{"plain", "error: no such flag\nusage: x\n", "error: no such flag"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "log")
			if err := os.WriteFile(file, []byte(row.log), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := LastError(file); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
	if got := LastError(filepath.Join(t.TempDir(), "missing")); got != nothing {
		t.Errorf("a log that is not there says %q", got)
	}
}
