package workshop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/stamp"
	"example.com/metrics-lab/workshop/pages"
	"example.com/metrics-lab/workshop/shell"
)

// margin is how long before the timeout of `go test`, which ends in a panic, the
// lessons are ended.
const margin = time.Minute

// TestWorkshop does all lessons in a copy of the checkout, in order, and stops at
// the first that fails. The guides come after lesson 0. With -run TestWorkshop/3 it does lesson 3 only, after
// lesson 0, which makes the lab.
func TestWorkshop(t *testing.T) {
	stamp.Open(stampFile)
	ctx := t.Context()
	if deadline, ok := t.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadlineCause(ctx, deadline.Add(-margin), errors.New("the timeout of go test is near: give it more with -timeout"))
		defer cancel()
	}
	w := &workshop{place: newPlace(ctx, t)}
	lessons, err := lessonsIn(filepath.Join(w.place.root, "workshop"))
	if err != nil {
		t.Fatal(err)
	}
	if len(lessons) == 0 || lessons[0].number != 0 {
		t.Fatal("there is no lesson 0, which makes the lab")
	}
	for _, l := range slices.Insert(lessons, 1, guides...) {
		t.Run(l.name, func(t *testing.T) {
			w.place.notes.Test(t)
			if l.number != 0 && !w.begun {
				w.do(ctx, t, lessons[0])
			}
			w.do(ctx, t, l)
		})
	}
}

// workshop is where the lessons are done.
type workshop struct {
	place  *place
	begun  bool
	failed string // the lesson that has
}

// do does a lesson, unless one before it has failed, and notes what becomes of it.
func (w *workshop) do(ctx context.Context, t *testing.T, l lesson) {
	t.Helper()
	r := run{lesson: l.name, outcome: "passed", lacking: map[string]int{}}
	start := time.Now()
	defer func() {
		r.took = time.Since(start)
		runs = append(runs, r)
	}()
	if w.failed != "" {
		r.outcome = "not run"
		t.Skipf("not run, since %s has failed", w.failed)
	}
	w.begun = true
	if err := w.run(ctx, t, l, r.lacking); err != nil {
		r.outcome = "FAILED"
		w.failed = l.name
		t.Fatal(err)
	}
}

// run runs a lesson, and counts the blocks that it leaves out, by the program that
// they need and that is not installed.
func (w *workshop) run(ctx context.Context, t *testing.T, l lesson, lacking map[string]int) (err error) {
	t.Helper()
	file := l.page()
	source, err := os.ReadFile(filepath.Join(w.place.root, file))
	if err != nil {
		return err
	}
	page, err := pages.Parse(file, source)
	if err != nil {
		return err
	}
	s, err := shell.Start(w.place.root, w.place.env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close(context.WithoutCancel(ctx))) }()
	if w.place.guard != nil {
		if err := w.place.guard.Send(fmt.Sprintln(s.Session())); err != nil {
			return err
		}
	}
	if l.isLesson() {
		if err := checkFails(ctx, s, l); err != nil {
			return err
		}
	}
	for block := range page.Blocks() {
		if block.Console == nil || block.Console.Cluster != "" && block.Console.Cluster != *cluster {
			continue
		}
		if needs := block.Console.Needs; needs != "" && !installed(needs) {
			lacking[needs]++
			continue
		}
		start := time.Now()
		if err := s.Block(ctx, file, block.Console); err != nil {
			return err
		}
		t.Logf("%s:%d: %.1fs", file, block.Line, time.Since(start).Seconds())
	}
	return nil
}

func installed(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// checkFails makes sure that the check of a lesson says before it that something
// is missing. Before lesson 0 there is no lab command yet, nor a lab.
func checkFails(ctx context.Context, s *shell.Shell, l lesson) error {
	check, says := fmt.Sprintf("bin/lab check %d", l.number), "✗"
	if l.number == 0 {
		check, says = "make check-0", "error: "
	}
	ctx, cancel := context.WithTimeout(ctx, pages.Limit)
	defer cancel()
	result, err := s.Run(ctx, check)
	if err == nil && (result.Exit == 0 || !strings.Contains(result.Output, says)) {
		err = errors.New("it does not say what is missing")
	}
	if err != nil {
		return fmt.Errorf("before lesson %d, %s: %w\n%s", l.number, check, err, result.Output)
	}
	return nil
}
