// Package console shows how a command goes on: one line for each step, with
// the time it took, and a bar where a step takes minutes.
package console

import (
	"fmt"
	"io"
	"os"
	"time"
)

// Console writes progress for a person, or for a log where the output is not a
// terminal.
type Console struct {
	out io.Writer // painted
	// terminal is where a line can be written over; nil for a log.
	terminal *os.File
	step     *step // that has begun and is not done
}

// step is a part of a command that takes a while.
type step struct {
	name  string
	start time.Time
}

// New returns a console on a file, usually standard error.
func New(file *os.File) *Console {
	c := &Console{out: Paint(file)}
	if isTerminal(file) {
		c.terminal = file
	}
	return c
}

// Say writes a line.
func (c *Console) Say(format string, args ...any) {
	_, _ = fmt.Fprintf(c.out, format+"\n", args...)
}

// Step starts a step and returns the function that ends it with what came out
// of it. A step that fails is ended by Failed.
func (c *Console) Step(name string) (done func(format string, args ...any)) {
	started := &step{name, time.Now()}
	c.step = started
	if c.terminal != nil {
		_, _ = fmt.Fprintf(c.terminal, "  … %-14s", name)
	}
	return func(format string, args ...any) {
		c.end(started, "✓", "  "+fmt.Sprintf(format, args...))
	}
}

// Failed ends the step that has begun, if there is one, and says that it failed. What
// was wrong is for the caller to say.
func (c *Console) Failed() {
	if c.step == nil {
		c.Interrupt()
		return
	}
	c.end(c.step, "✗", "")
}

func (c *Console) end(s *step, mark, result string) {
	c.Interrupt()
	c.Say("  %s %-14s %6s%s", mark, s.name, seconds(time.Since(s.start)), result)
	c.step = nil
}

// Interrupt ends a step's unfinished line, so that what follows starts on a
// line of its own.
func (c *Console) Interrupt() {
	if c.terminal != nil {
		_, _ = fmt.Fprint(c.terminal, "\r\x1b[K")
	}
}

func seconds(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	return d.Round(time.Second).String()
}
