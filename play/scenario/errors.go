package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is something wrong in a file, in one line.
type Error struct {
	File string
	// Line counts from 1; 0 is the file as a whole.
	Line    int
	Message string
}

func (e Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Message)
}

// Errors are all that is wrong in a scenario file and in those that it names. Its text has a line for each.
type Errors []Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

// shown is how many errors of one file are told: whoever has more begins with those.
const shown = 20

// report collects what is wrong.
type report struct {
	file   string
	found  Errors
	visits int // of what is in lists and mappings
}

func (r *report) add(line int, format string, args ...any) {
	r.addIn(r.file, line, fmt.Sprintf(format, args...))
}

// addIn is about another file. Messages of libraries may have several lines.
func (r *report) addIn(file string, line int, message string) {
	e := Error{file, line, strings.Join(strings.Fields(message), " ")}
	if len(r.found) < shown && !slices.Contains(r.found, e) {
		r.found = append(r.found, e)
	}
}

// err is what was found, in the order of lines; nil if there is nothing.
func (r *report) err() error {
	if len(r.found) == 0 {
		return nil
	}
	slices.SortStableFunc(r.found, func(a, b Error) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return r.found
}
