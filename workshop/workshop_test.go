package workshop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/workshop/pages"
	"example.com/metrics-lab/workshop/shell"
)

// margin is how long before the timeout of `go test`, which is a panic, the
// lessons are ended.
const margin = time.Minute

// TestWorkshop does all lessons in a copy of the checkout, in order. With
// -run TestWorkshop/3 it does lesson 3 only, after lesson 0, which makes the lab.
func TestWorkshop(t *testing.T) {
	ctx := t.Context()
	if deadline, ok := t.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadlineCause(ctx, deadline.Add(-margin), errors.New("the timeout of go test has nearly come: give it more with -timeout"))
		defer cancel()
	}
	w := newWorkshop(ctx, t)
	for _, l := range w.lessons {
		t.Run(l.name, func(t *testing.T) {
			if w.failed != "" {
				t.Skipf("not run, since %s failed", w.failed)
			}
			w.do(ctx, t, l)
		})
	}
	w.report()
}

// workshop is a run of the lessons.
type workshop struct {
	place   *place
	guard   *guard
	lessons []lesson
	done    []done
	failed  string // the name of the lesson that did
}

// lesson is a folder of a lesson that has a page.
type lesson struct {
	number int
	name   string
}

type done struct {
	lesson string
	took   time.Duration
}

var lessonName = regexp.MustCompile(`^([0-9]+)-`)

// lessonsIn returns the lessons of a folder, in order.
func lessonsIn(folder string) ([]lesson, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "README.md"))
	if err != nil {
		return nil, err
	}
	var all []lesson
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		found := lessonName.FindStringSubmatch(name)
		if found == nil {
			continue
		}
		number, err := strconv.Atoi(found[1])
		if err != nil {
			return nil, err
		}
		all = append(all, lesson{number, name})
	}
	slices.SortFunc(all, func(a, b lesson) int { return a.number - b.number })
	return all, nil
}

func newWorkshop(ctx context.Context, t *testing.T) *workshop {
	t.Helper()
	p, err := newPlace(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w := &workshop{place: p}
	if !*keep {
		if w.guard, err = startGuard(p.dir, p.env); err != nil {
			t.Fatal(errors.Join(err, os.RemoveAll(p.dir)))
		}
	}
	t.Cleanup(func() { w.end(t) })
	if w.lessons, err = lessonsIn(filepath.Join(p.root, "workshop")); err != nil {
		t.Fatal(err)
	}
	if len(w.lessons) == 0 || w.lessons[0].number != 0 {
		t.Fatal("there is no lesson 0, which makes the lab")
	}
	return w
}

func (w *workshop) end(t *testing.T) {
	t.Helper()
	if *keep {
		home := filepath.Join(w.place.dir, "home")
		fmt.Fprintf(os.Stderr, "The lab is kept: cd %s && export HOME=%s; remove it with bin/lab down && rm -r %s\n", w.place.root, home, w.place.dir)
		return
	}
	if err := w.guard.end(); err != nil {
		t.Error(err)
	}
}

// do does a lesson, and lesson 0 before if that has not been done.
func (w *workshop) do(ctx context.Context, t *testing.T, l lesson) {
	t.Helper()
	if len(w.done) == 0 && l.number != 0 {
		w.do(ctx, t, w.lessons[0])
	}
	start := time.Now()
	defer func() {
		w.done = append(w.done, done{l.name, time.Since(start)})
		if t.Failed() {
			w.failed = l.name
		}
	}()
	file := filepath.Join("workshop", l.name, "README.md")
	source, err := os.ReadFile(filepath.Join(w.place.root, file))
	if err != nil {
		t.Fatal(err)
	}
	page, err := pages.Parse(file, source)
	if err != nil {
		t.Fatal(err)
	}
	s, err := shell.Start(w.place.root, w.place.env)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(context.WithoutCancel(ctx)); err != nil {
			t.Error(err)
		}
	}()
	if w.guard != nil {
		if err := w.guard.watch(s); err != nil {
			t.Fatal(err)
		}
	}
	w.checkFails(ctx, t, s, l)
	for block := range page.Blocks() {
		if block.Console == nil || block.Console.Cluster != "" && block.Console.Cluster != *cluster {
			continue
		}
		began := time.Now()
		err := s.Block(ctx, file, block.Console)
		t.Logf("%s:%d: %.1fs", file, block.Line, time.Since(began).Seconds())
		if err != nil {
			t.Fatal(err)
		}
	}
}

// checkFails makes sure that the check of a lesson fails before it.
func (w *workshop) checkFails(ctx context.Context, t *testing.T, s *shell.Shell, l lesson) {
	t.Helper()
	check := fmt.Sprintf("bin/lab check %d", l.number)
	if l.number == 0 { // there is no lab command yet
		check = "make check-0"
	}
	ctx, cancel := context.WithTimeout(ctx, pages.Limit)
	defer cancel()
	result, err := s.Run(ctx, check)
	if err != nil {
		t.Fatalf("%s: %v\n%s", check, err, result.Output)
	}
	if result.Exit == 0 || l.number > 0 && !strings.Contains(result.Output, "✗") {
		t.Fatalf("%s does not say what is missing before the lesson:\n%s", check, result.Output)
	}
}

// report says how long the lessons took.
func (w *workshop) report() {
	fmt.Fprintf(os.Stderr, "Durations on %s:\n", *cluster)
	for _, d := range w.done {
		fmt.Fprintf(os.Stderr, "  %-24s %6.1fs\n", d.lesson, d.took.Seconds())
	}
}
