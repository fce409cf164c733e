package shell

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"example.com/metrics-lab/workshop/pages"
)

// repeat is how often a command is repeated.
const repeat = time.Second

// Block runs the commands of a block and compares what they print with what is
// shown. file is that of the page. An error is a pages.Error; the shell may
// have ended then.
func (s *Shell) Block(ctx context.Context, file string, block *pages.Console) error {
	for i, command := range block.Commands {
		step := step{shell: s, Command: command}
		if i == len(block.Commands)-1 {
			step.exit = block.Exit
		}
		var problem *pages.Error
		switch {
		case block.Until > 0:
			problem = step.until(ctx, block.Until)
		case block.Watch > 0:
			problem = step.watch(ctx, block.Watch)
		default:
			problem = step.once(ctx)
		}
		if problem != nil {
			problem.File = file
			return problem
		}
	}
	return nil
}

// step is a command that is run.
type step struct {
	pages.Command
	shell *Shell
	exit  int // the exit code that it ought to have
}

func (s *step) once(ctx context.Context) *pages.Error {
	ctx, cancel := limit(ctx, pages.Limit)
	defer cancel()
	result, err := s.shell.Run(ctx, s.Text)
	return s.judge(result, err)
}

func (s *step) until(ctx context.Context, timeout time.Duration) *pages.Error {
	deadline := time.Now().Add(timeout)
	for {
		problem := s.once(ctx)
		if problem == nil || s.shell.hasEnded() {
			return problem
		}
		if time.Now().After(deadline) {
			problem.What = fmt.Sprintf("not within %s, the last time: %s", timeout, problem.What)
			return problem
		}
		select {
		case <-ctx.Done(): // the next attempt tells
		case <-time.After(repeat):
		}
	}
}

func (s *step) watch(ctx context.Context, timeout time.Duration) *pages.Error {
	ctx, cancel := limit(ctx, timeout)
	defer cancel()
	seen := false
	result, err := s.shell.Watch(ctx, s.Text, func(output string) bool {
		seen = seen || s.seen(output)
		return seen
	})
	if seen && err == nil {
		return nil
	}
	problem := s.judge(result, err)
	if mismatch := s.compare(result.Output); errors.Is(err, errTimeout) && mismatch != nil {
		problem = s.problem(mismatch.Shown.Number, result, "not within %s: %s", timeout, mismatch.What)
	}
	return problem
}

// seen says whether what is shown is what came up to the end of some line.
func (s *step) seen(output string) bool {
	for end := range output {
		if output[end] == '\n' && Compare(s.Output, output[:end]) == nil {
			return true
		}
	}
	return false
}

// errTimeout is that a command has taken too long.
var errTimeout = errors.New("it had not ended")

func limit(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, timeout, fmt.Errorf("%w after %s", errTimeout, timeout))
}

// judge says what is wrong with what a command came to, or nil.
func (s *step) judge(result Result, err error) *pages.Error {
	mismatch := s.compare(result.Output)
	switch {
	case err != nil:
		return s.problem(s.Line, result, "%v", err)
	case result.Exit != s.exit:
		return s.problem(s.Line, result, "exit code %d, want %d", result.Exit, s.exit)
	case mismatch != nil:
		return s.problem(mismatch.Shown.Number, result, "%s", mismatch.What)
	}
	return nil
}

// problem says what is wrong at a line of the page, and what the command printed.
func (s *step) problem(line int, result Result, format string, args ...any) *pages.Error {
	what := fmt.Sprintf(format, args...) + "\n$ " + s.Text + "\n" + result.Output
	return &pages.Error{Line: line, What: strings.ReplaceAll(strings.TrimRight(what, "\n"), "\n", "\n    ")}
}

func (s *step) compare(output string) *Mismatch {
	if len(s.Output) == 0 {
		return nil
	}
	return Compare(s.Output, output)
}
