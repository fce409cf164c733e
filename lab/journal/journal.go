// Package journal notes what a run of the tests does and sees, in a file, so
// that it can be read when the run has ended in whatever way.
package journal

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// The states of a test.
const (
	begins  = "begins"
	passes  = "passes"
	fails   = "FAILS"
	skipped = "is skipped"
)

// Journal is a file that is written line by line. Several tests may write to it
// at once.
type Journal struct {
	mu   sync.Mutex
	file *os.File
	last map[string]string // what was seen last, by what it is about
	run  map[string]bool   // the tests that run
	// ended is how many tests have ended, in each of the states.
	ended map[string]int
}

// Create begins a journal.
func Create(name string) (*Journal, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("begin the journal of the tests: %w", err)
	}
	return &Journal{file: file, last: map[string]string{}, run: map[string]bool{}, ended: map[string]int{}}, nil
}

// TB is what a journal has to know of a test.
type TB interface {
	Name() string
	Failed() bool
	Skipped() bool
	Cleanup(func())
}

// Test notes that a test begins, and how it ends.
func (j *Journal) Test(t TB) {
	j.count(t.Name(), begins)
	j.write(t.Name(), begins)
	t.Cleanup(func() {
		state := passes
		switch {
		case t.Failed():
			state = fails
		case t.Skipped():
			state = skipped
		}
		j.count(t.Name(), state)
		j.write(t.Name(), state)
	})
}

func (j *Journal) count(test, state string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if state == begins {
		j.run[test] = true
		return
	}
	delete(j.run, test)
	j.ended[state]++
}

// Progress says in one line how far the tests are: how many have passed and failed,
// and which run.
func (j *Journal) Progress() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	line := fmt.Sprintf("passed: %d", j.ended[passes])
	if failed := j.ended[fails]; failed > 0 {
		line += fmt.Sprintf(", FAILED: %d", failed)
	}
	running := slices.Sorted(maps.Keys(j.run))
	switch len(running) {
	case 0:
		return line
	case 1:
		return line + ", now " + running[0]
	}
	return fmt.Sprintf("%s, now %s and %d more", line, running[0], len(running)-1)
}

// Seen notes what was seen, unless it is what was seen last of the same.
func (j *Journal) Seen(of, what string) {
	j.mu.Lock()
	same := j.last[of] == what
	j.last[of] = what
	j.mu.Unlock()
	if !same {
		j.write(of, what)
	}
}

func (j *Journal) write(of, what string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	// A line that cannot be written must not make a test fail.
	_, _ = fmt.Fprintf(j.file, "%s  %s: %s\n", time.Now().Format("15:04:05.000"), of, strings.ReplaceAll(what, "\n", " "))
}

// Unfinished returns the tests that failed, and those that had begun and not
// ended, in the order of the journal. There are none if there is no journal.
func Unfinished(name string) (failed, running []string, err error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the journal of the tests: %w", err)
	}
	var begun []string
	state := map[string]string{}
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	for lines.Scan() {
		_, entry, _ := strings.Cut(lines.Text(), "  ")
		split := max(0, strings.LastIndex(entry, ": "))
		test, what := entry[:split], strings.TrimPrefix(entry[split:], ": ")
		switch what {
		case begins:
			begun = append(begun, test)
			state[test] = what
		case passes, fails, skipped:
			state[test] = what
		}
	}
	for _, test := range begun {
		switch state[test] {
		case fails:
			failed = append(failed, test)
		case begins:
			running = append(running, test)
		}
	}
	return failed, running, lines.Err()
}
