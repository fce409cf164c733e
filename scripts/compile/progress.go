package main

import (
	"fmt"
	"os"
	"time"
)

const (
	// quiet is how long a build says nothing: most are done by then.
	quiet = 2 * time.Second
	// every is how often a line is written.
	every = 5 * time.Second
)

// progress writes a line now and then.
type progress struct {
	out   *os.File
	what  string
	start time.Time
	next  time.Time
}

func newProgress(out *os.File, what string) *progress {
	now := time.Now()
	return &progress{out: out, what: what, start: now, next: now.Add(quiet)}
}

// Download implements gocommand.Progress.
func (p *progress) Download(module string, number int) {
	p.say("downloading modules: %d so far, now %s", number, module)
}

// Compile implements gocommand.Progress.
func (p *progress) Compile(packages, ofPackages, _, ofPrograms int) {
	switch {
	case packages < ofPackages:
		p.say("compiling %s: %d of %d packages", p.what, packages, ofPackages)
	case ofPrograms > 0:
		p.say("linking %s", p.what)
	}
}

func (p *progress) say(format string, args ...any) {
	now := time.Now()
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(every)
	_, _ = fmt.Fprintf(p.out, format+" (%s)\n", append(args, now.Sub(p.start).Round(time.Second))...)
}
