package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"example.com/metrics-lab/lab/host/fake"
)

// commandVariable makes the test program the lab command.
const commandVariable = "METRICS_LAB_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(commandVariable) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestNobodyReads: a command goes on, or ends as it would have.
func TestNobodyReads(t *testing.T) {
	for _, row := range []struct {
		name, args string
		exit       int
		asked      bool // Docker, which is after the first line
	}{
		{"progress", "up --cluster kind", 1, true},
		{"help", "up --help", 0, false},
		{"error", "check 99 --name none", 1, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			home := t.TempDir()
			t.Setenv("HOME", home)
			t.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
			t.Setenv(commandVariable, "1")
			// What is started dies of the signal, as anywhere else.
			fake.OnPath(t, "docker", "touch $HOME/asked; kill -PIPE $$; touch $HOME/survived")
			cmd := exec.CommandContext(t.Context(), os.Args[0], strings.Fields(row.args)...)
			cmd.Stdout = closedPipe(t)
			cmd.Stderr = cmd.Stdout
			_ = cmd.Run() // the state says more
			if got := cmd.ProcessState; got.ExitCode() != row.exit {
				t.Errorf("got %s, want exit status %d", got, row.exit)
			}
			for file, want := range map[string]bool{"asked": row.asked, "survived": false} {
				if _, err := os.Stat(filepath.Join(home, file)); (err == nil) != want {
					t.Errorf("%s: %t, want %t", file, err == nil, want)
				}
			}
		})
	}
}

// TestNoRoomForOutput: a command says by how it ends whether it has done what it was asked to, where it cannot say it
// in words.
func TestNoRoomForOutput(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	t.Cleanup(func() { _ = full.Close() })
	for args, exit := range map[string]int{"down --name none": 0, "check 99 --name none": 1} {
		t.Setenv("HOME", t.TempDir())
		t.Setenv(commandVariable, "1")
		cmd := exec.CommandContext(t.Context(), os.Args[0], strings.Fields(args)...)
		cmd.Stdout, cmd.Stderr = full, full
		_ = cmd.Run() // the state says more
		if got := cmd.ProcessState; got.ExitCode() != exit {
			t.Errorf("%s: got %s, want exit status %d", args, got, exit)
		}
	}
}

// closedPipe is a pipe that nobody reads any more.
func closedPipe(t *testing.T) *os.File {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = write.Close() })
	if err := read.Close(); err != nil {
		t.Fatal(err)
	}
	return write
}

func TestUnread(t *testing.T) {
	t.Parallel()
	_, other := closedPipe(t).WriteString("a")
	for _, row := range []struct {
		name string
		err  error
		want bool
	}{
		{"output", fmt.Errorf("print: %w", &fs.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.EPIPE}), true},
		{"output on a full disk", &fs.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.ENOSPC}, false},
		{"another pipe", other, false},
		{"none", nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := unread(row.err); got != row.want {
				t.Errorf("%v: got %t, want %t", row.err, got, row.want)
			}
		})
	}
}
