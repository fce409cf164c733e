package console

import (
	"fmt"
	"regexp"
	"time"
)

// logEvery is how often a line is shown where there is no terminal.
const logEvery = 5 * time.Second

// patience is how long a build says nothing: most are done by then, and in a log their
// lines would be in the way.
func (c *Console) patience() time.Duration {
	if c.terminal != nil {
		return time.Second
	}
	return logEvery
}

// Line shows what a long step does at the moment.
type Line struct {
	console *Console
	start   time.Time
	logged  time.Time
}

// NewLine returns the line of a step that starts now.
func (c *Console) NewLine() *Line {
	return &Line{console: c, start: time.Now()}
}

// Age is how long ago the step started.
func (l *Line) Age() time.Duration { return time.Since(l.start) }

// Show writes one line that the next replaces, or to a log now and then.
func (l *Line) Show(what string) {
	if terminal := l.console.terminal; terminal != nil {
		_, _ = fmt.Fprintf(terminal, "\r\x1b[K    %.*s", widthOf(terminal)-5, what)
		return
	}
	if now := time.Now(); now.Sub(l.logged) >= logEvery {
		l.logged = now
		l.console.Say(lineFormat, what, seconds(now.Sub(l.start)))
	}
}

// lineFormat is a line that Show writes to a log: what, and since when.
const lineFormat = "    %s (%s)"

var isPassing = regexp.MustCompile(`^    \S.* \((\d+\.\ds|(\d+h)?\d+m\d+s)\)$`)

// IsPassing says whether a line of a log is one that a terminal would have replaced.
func IsPassing(line string) bool { return isPassing.MatchString(line) }
