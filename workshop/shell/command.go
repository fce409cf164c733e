package shell

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// errEnded is what comes of a lesson that says exit.
var errEnded = errors.New("it ended the shell")

// Result is what a command came to.
type Result struct {
	// Output is what it wrote to stdout and stderr. What background jobs wrote
	// meanwhile is in it too, as in a terminal.
	Output string
	// Exit is its exit code. An interrupted command's means nothing.
	Exit int
}

// Run runs a command and returns when it has ended. Its exit code is no error.
// When ctx ends before, the whole shell is ended.
func (s *Shell) Run(ctx context.Context, command string) (Result, error) {
	return s.run(ctx, "run", command, func(string) bool { return false })
}

// Watch runs a command in a shell of its own, as the lesson's shell is now, and
// interrupts it when seen says so of all that it has printed so far. It returns
// when the command has ended.
func (s *Shell) Watch(ctx context.Context, command string, seen func(output string) bool) (Result, error) {
	return s.run(ctx, "watch", command, seen)
}

func (s *Shell) run(ctx context.Context, how, command string, seen func(string) bool) (Result, error) {
	if _, err := fmt.Fprintf(s.commands, "%s\x00%s\x00", how, command); err != nil {
		return Result{}, errEnded
	}
	interrupted := false
	for {
		now, changed := s.look()
		enough := seen(now.Output)
		if now.ended {
			if now.group > 0 { // what else is in it may take a moment longer, or not know that it is over
				_ = syscall.Kill(-now.group, syscall.SIGKILL)
			}
			return now.Result, nil
		}
		if enough && now.group > 0 && !interrupted {
			interrupted = true
			defer interrupt(now.group, s.grace).Stop()
		}
		select {
		case <-changed:
		case <-s.ended:
			return s.rest(), errEnded
		case <-ctx.Done():
			now, _ := s.look() // what comes after is about its end, such as bash's word that a job was terminated
			return now.Result, errors.Join(context.Cause(ctx), s.kill(context.WithoutCancel(ctx)))
		}
	}
}

// interrupt does to a process group what Ctrl-C does, and kills it after a grace
// unless the timer is stopped before.
func interrupt(group int, grace time.Duration) *time.Timer {
	_ = syscall.Kill(-group, syscall.SIGINT) // it may have ended
	return time.AfterFunc(grace, func() { _ = syscall.Kill(-group, syscall.SIGKILL) })
}

// progress is how far a command has come.
type progress struct {
	Result
	ended bool
	group int // its process group, if it is watched
}

// look tells how far the command is. When it has ended, what comes later is of
// the next one. changed is closed when there is something new.
func (s *Shell) look() (now progress, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	parts := strings.Split(string(s.output), "\x00"+s.mark+"\x00")
	now.Output = parts[0]
	for i, part := range parts[1:] {
		report, output, whole := strings.Cut(part, "\x00")
		if !whole {
			break
		}
		kind, number, _ := strings.Cut(report, " ")
		value, _ := strconv.Atoi(number) // the driver prints it with %d
		if kind == "exit" {
			now.ended, now.Exit = true, value
			rest := strings.Join(parts[i+2:], "\x00"+s.mark+"\x00")
			s.output = []byte(output + rest)
			return now, s.changed
		}
		now.group = value
		now.Output += output
	}
	return now, s.changed
}
