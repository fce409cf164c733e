package journal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/journal"
)

// test is one that ends when it is told to.
type test struct {
	name            string
	failed, skipped bool
	end             func()
}

func (t *test) Name() string       { return t.name }
func (t *test) Failed() bool       { return t.failed }
func (t *test) Skipped() bool      { return t.skipped }
func (t *test) Cleanup(end func()) { t.end = end }

func TestJournal(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "journal")
	j, err := journal.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	a, b, c, d := &test{name: "TestA/one: two"}, &test{name: "TestB"}, &test{name: "TestC"}, &test{name: "TestD"}
	for _, begun := range []*test{a, b, c, d} {
		j.Test(begun)
	}
	if got, want := j.Progress(), "passed: 0, now TestA/one: two and 3 more"; got != want {
		t.Errorf("progress: got %q, want %q", got, want)
	}
	j.Seen("hpa", "1 replica")
	j.Seen("hpa", "1 replica")
	j.Seen("hpa", "2 replicas,\nas it should be")
	a.end()
	b.failed = true
	b.end()
	d.skipped = true
	d.end()

	if got, want := j.Progress(), "passed: 1, FAILED: 1, now TestC"; got != want {
		t.Errorf("progress: got %q, want %q", got, want)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d\.\d\d\d  `).ReplaceAllString(string(data), "")
	want := strings.Join([]string{
		"TestA/one: two: begins", "TestB: begins", "TestC: begins", "TestD: begins",
		"hpa: 1 replica", "hpa: 2 replicas, as it should be",
		"TestA/one: two: passes", "TestB: FAILS", "TestD: is skipped", "",
	}, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("journal (-want +got):\n%s", diff)
	}

	failed, running, err := journal.Unfinished(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"TestB"}, failed); diff != "" {
		t.Errorf("failed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"TestC"}, running); diff != "" {
		t.Errorf("running (-want +got):\n%s", diff)
	}
}

func TestNoJournal(t *testing.T) {
	t.Parallel()
	failed, running, err := journal.Unfinished(filepath.Join(t.TempDir(), "none"))
	if len(failed)+len(running) > 0 || err != nil {
		t.Errorf("want nothing, got %v, %v, %v", failed, running, err)
	}
}
