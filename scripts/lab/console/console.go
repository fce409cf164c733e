// Package console shows how a command goes on: one line for each step, with
// the time it took, and a bar where a step takes minutes.
package console

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// Console writes progress for a person, or for a log where the output is not a
// terminal.
type Console struct {
	out      io.Writer
	terminal bool
}

// New returns a console on a file, usually standard error.
func New(file *os.File) *Console {
	return &Console{out: file, terminal: term.IsTerminal(int(file.Fd()))}
}

// Say writes a line.
func (c *Console) Say(format string, args ...any) {
	_, _ = fmt.Fprintf(c.out, format+"\n", args...)
}

// Step starts a step and returns the function that ends it with what came out
// of it. A step that fails is not ended: the error is what is shown.
func (c *Console) Step(name string) (done func(format string, args ...any)) {
	start := time.Now()
	if c.terminal {
		_, _ = fmt.Fprintf(c.out, "  … %-14s", name)
	}
	return func(format string, args ...any) {
		if c.terminal {
			_, _ = fmt.Fprint(c.out, "\r\x1b[K")
		}
		c.Say("  ✓ %-14s %6s  %s", name, seconds(time.Since(start)), fmt.Sprintf(format, args...))
	}
}

// Interrupt ends a step's unfinished line, so that what follows starts on a
// line of its own.
func (c *Console) Interrupt() {
	if c.terminal {
		_, _ = fmt.Fprint(c.out, "\r\x1b[K")
	}
}

func seconds(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	return d.Round(time.Second).String()
}
