package shell

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/wait"
)

// timeout is for what ought to happen at once, on a busy machine.
const timeout = 30 * time.Second

func start(t *testing.T) *Shell {
	t.Helper()
	s, err := Start(t.TempDir(), os.Environ())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *Shell) try(t *testing.T, command string) Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	result, err := s.Run(ctx, command)
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, result.Output)
	}
	return result
}

// have waits until as many processes run in the session of the shell.
func (s *Shell) have(t *testing.T, number int) {
	t.Helper()
	err := wait.For(t.Context(), "the processes of the session", timeout, poll, func(ctx context.Context) (bool, string, error) {
		all, err := members(ctx, s.Session())
		return len(all) == number, fmt.Sprintf("%d instead of %d", len(all), number), err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestCommands(t *testing.T) {
	t.Parallel()
	type command struct {
		text, output string
		exit         int
	}
	for _, row := range []struct {
		name     string
		commands []command
	}{
		{"nothing", []command{{"true", "", 0}}},
		{"no newline", []command{{"printf a", "a", 0}, {"printf b", "b", 0}}},
		{"stderr is joined, in order", []command{{"echo a; echo b >&2; echo c", "a\nb\nc\n", 0}}},
		{"stderr and stdout are files", []command{{"echo a | tee /dev/stderr; echo b >/dev/stdout; echo c", "a\na\nb\nc\n", 0}}},
		{"exit code", []command{{"(exit 7)", "", 7}, {"echo $?", "7\n", 0}, {"echo $?", "0\n", 0}}},
		{"variables", []command{{"a=1; export b=2", "", 0}, {`echo $a; sh -c 'echo $b'`, "1\n2\n", 0}}},
		{"functions", []command{{"f() { echo f$1; }", "", 0}, {"f 1", "f1\n", 0}}},
		{"aliases", []command{{"alias say=echo", "", 0}, {"say a", "a\n", 0}}},
		{"folder", []command{{"mkdir x && cd x", "", 0}, {"basename $PWD", "x\n", 0}}},
		{"several lines", []command{{"cat <<EOF\na $((1+1))\nEOF", "a 2\n", 0}, {"for i in 1 2; do\n  echo $i\ndone", "1\n2\n", 0}}},
		{"there is no input", []command{{"cat; read -r x; echo $?", "1\n", 0}}},
		{"there is no terminal", []command{{"[ -t 0 ] || [ -t 1 ] || [ -t 2 ] || tty", "not a tty\n", 1}}},
		{"redirections stay", []command{{"exec 7>file; echo a >&7", "", 0}, {"echo b >&7; cat file", "a\nb\n", 0}}},
		{"background jobs", []command{{"sleep 60 &", "", 0}, {"jobs -r | grep -c sleep", "1\n", 0}, {"kill $!; wait $!", "", 143}}},
		{"a job that was terminated is not mentioned", []command{{"sleep 60 & sleep 60 &", "", 0}, {"kill %1 %2", "", 0}, {"sleep 0.1; echo a; sleep 0.1", "a\n", 0}}},
		{"descriptors do not leak", []command{{"(: <&3) 2>/dev/null || (: >&4) 2>/dev/null || (: <&198) 2>/dev/null || (: >&199) 2>/dev/null || echo none", "none\n", 0}}},
		{"what is not there", []command{{"no-such-command 2>/dev/null", "", 127}}},
		{"NUL", []command{{`printf 'a\0b\n'`, "a\x00b\n", 0}}},
		{"more than a pipe holds", []command{{"head -c 300000 /dev/zero | tr '\\0' x", strings.Repeat("x", 300000), 0}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			for _, c := range row.commands {
				if got := s.try(t, c.text); got != (Result{c.output, c.exit}) {
					t.Errorf("%s: want %q and exit code %d, got %.100q and %d", c.text, c.output, c.exit, got.Output, got.Exit)
				}
			}
		})
	}
}

func TestTheShellEnds(t *testing.T) {
	t.Parallel()
	s := start(t)
	result, err := s.Run(t.Context(), "echo bye; exit 3")
	if !errors.Is(err, errEnded) || result.Output != "bye\n" {
		t.Errorf("want its output and that it has ended, got %q, %v", result.Output, err)
	}
	if _, err := s.Run(t.Context(), "echo again"); !errors.Is(err, errEnded) {
		t.Errorf("want that it has ended, got %v", err)
	}
}

// TestLimit: everything is ended when a command takes too long.
func TestLimit(t *testing.T) {
	t.Parallel()
	s := start(t)
	reason := errors.New("too long")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 200*time.Millisecond, reason)
	defer cancel()
	result, err := s.Run(ctx, "echo begun; sleep 60 & sleep 61; echo not reached")
	if !errors.Is(err, reason) || result.Output != "begun\n" {
		t.Errorf("want its output and the reason, got %q, %v", result.Output, err)
	}
	s.have(t, 0)
}

// TestClose: what a lesson has started ends with it, also what does not end when
// it is told to, or has a process group of its own.
func TestClose(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.grace = 300 * time.Millisecond
	s.try(t, "sleep 60 &")
	s.try(t, "set -m; sleep 60 & set +m")
	s.try(t, "(sleep 60 &)")
	s.try(t, "bash -c 'trap \"\" TERM; : >stubborn; while :; do sleep 0.05; done' & while [ ! -e stubborn ]; do sleep 0.01; done")
	s.have(t, 5) // without the sleep of the last one, at times
	if err := s.Close(t.Context()); err != nil {
		t.Error(err)
	}
	s.have(t, 0)
}

func TestWatch(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.try(t, "a=1; f() { echo f$1; }; mkdir x; cd x; sleep 60 &")
	job := s.try(t, "echo $!").Output
	seen := func(output string) bool { return strings.Contains(output, "third\n") }
	result, err := s.Watch(t.Context(), `f $a; echo second; trap 'echo interrupted >file; exit 1' INT; echo third; while :; do sleep 0.05; done`, seen)
	if err != nil || !strings.HasPrefix(result.Output, "f1\nsecond\nthird\n") {
		t.Errorf("got %q, %v", result.Output, err)
	}
	if got := s.try(t, "cat file; basename $PWD; echo $!"); got.Output != "interrupted\nx\n"+job {
		t.Errorf("afterwards, the shell says %q", got.Output)
	}
	if got := s.try(t, "jobs | wc -l"); strings.TrimSpace(got.Output) != "1" {
		t.Errorf("it has %s jobs", got.Output)
	}
}

// TestWatchEndsAll: a pipeline, programs that bash waits for, and what the command
// has left in the background.
func TestWatchEndsAll(t *testing.T) {
	t.Parallel()
	for _, command := range []string{
		"while :; do echo tick; sleep 0.05; done | cat",
		"echo tick; sleep 60; sleep 61",
		"bash -c 'trap \"\" INT; echo tick; sleep 60' & sleep 60",
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			began := time.Now()
			_, err := s.Watch(t.Context(), command, func(output string) bool { return strings.Contains(output, "tick") })
			if err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > grace {
				t.Errorf("it took %s", took)
			}
			s.have(t, 1) // bash
		})
	}
}

func TestWatchKillsWhatIsStubborn(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.grace = 200 * time.Millisecond
	_, err := s.Watch(t.Context(), `trap '' INT; echo ready; while :; do sleep 0.05; done`, func(output string) bool { return output == "ready\n" })
	if err != nil {
		t.Error(err)
	}
	if got := s.try(t, "echo on"); got.Output != "on\n" {
		t.Errorf("afterwards, the shell says %q", got.Output)
	}
}

// TestWatchEnds: without being interrupted.
func TestWatchEnds(t *testing.T) {
	t.Parallel()
	s := start(t)
	result, err := s.Watch(t.Context(), "echo a; (exit 4)", func(string) bool { return false })
	if err != nil || result != (Result{"a\n", 4}) {
		t.Errorf("got %+v, %v", result, err)
	}
}

// TestEnd is what a guard does, when whoever has started the shell was killed.
func TestEnd(t *testing.T) {
	t.Parallel()
	s := start(t)
	go func() { _, _ = s.Run(t.Context(), "sleep 60 & sleep 61") }()
	s.have(t, 3)
	if err := end(t.Context(), s.Session(), 100*time.Millisecond); err != nil {
		t.Error(err)
	}
	<-s.ended
}

func TestStartReportsAFolderThatIsNotThere(t *testing.T) {
	t.Parallel()
	if _, err := Start(filepath.Join(t.TempDir(), "nothing"), nil); err == nil {
		t.Error("want an error")
	}
}
