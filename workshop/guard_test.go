package workshop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/lab/artifacts"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/guard"
	"example.com/metrics-lab/lab/journal"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
	"example.com/metrics-lab/workshop/shell"
)

const (
	// guardVariable makes the test program the guard of the place it names, and
	// artifactsVariable says where the artifacts go.
	guardVariable     = "METRICS_LAB_WORKSHOP_GUARD"
	artifactsVariable = "METRICS_LAB_WORKSHOP_ARTIFACTS"
	guardTimeout      = 3 * time.Minute
)

// startGuard starts the guard of a place, with the environment of the lessons, so
// that their labs are those that it removes. There is no other way in which they
// are removed.
func startGuard(dir, artifacts string, env []string) (*guard.Guard, error) {
	log, err := os.Create(filepath.Join(dir, "guard.log"))
	if err != nil {
		return nil, fmt.Errorf("open the log of the lab's guard: %w", err)
	}
	return guard.Start(log, append(env, guardVariable+"="+dir, artifactsVariable+"="+artifacts))
}

// journalOf is the file that says which lessons have passed.
func journalOf(dir string) string { return filepath.Join(dir, "journal") }

// guardPlace is the guard's side. It returns the exit code.
func guardPlace(dir string) int {
	var sessions []int // of the lessons' shells
	for _, word := range strings.Fields(guard.Wait()) {
		if session, err := strconv.Atoi(word); err == nil {
			sessions = append(sessions, session)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), guardTimeout)
	defer cancel()
	if err := removePlace(ctx, dir, os.Getenv(artifactsVariable), sessions); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	return 0
}

// collect makes the artifacts, unless all lessons that were begun have passed.
func collect(ctx context.Context, dir, folder string) error {
	failed, running, err := journal.Unfinished(journalOf(dir))
	if err != nil || len(failed)+len(running) == 0 {
		return err
	}
	return artifacts.Collect(ctx, lifecycle.DefaultName, journalOf(dir), folder)
}

// removePlace ends what the lessons have started and removes the place. Before that
// it makes the folder of the artifacts, if there is something to explain.
func removePlace(ctx context.Context, dir, folder string, sessions []int) error {
	home, err := os.UserHomeDir()
	if err != nil {
		return fmt.Errorf("find the labs of the lessons: %w", err)
	}
	if filepath.Dir(home) != dir {
		return fmt.Errorf("the labs of %s are not those of the lessons in %s", home, dir)
	}
	problems := collect(ctx, dir, folder)
	for _, session := range sessions {
		problems = errors.Join(problems, shell.End(ctx, session))
	}
	labs, err := state.All()
	problems = errors.Join(problems, err)
	for _, l := range labs {
		_, err := lifecycle.Remove(ctx, l.Name, console.New(os.Stderr))
		problems = errors.Join(problems, err)
	}
	if problems != nil {
		return problems
	}
	return os.RemoveAll(dir)
}

// TestRemovePlace: the guard ends the commands of a lesson that were left, says which
// lesson it was, and refuses to touch labs elsewhere.
func TestRemovePlace(t *testing.T) {
	dir, explained := t.TempDir(), t.TempDir()
	notes, err := journal.Create(journalOf(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("3-hpa", func(t *testing.T) { notes.Test(killed{t}) })
	t.Setenv("HOME", filepath.Join(dir, "other", "home"))
	if err := removePlace(t.Context(), dir, "", nil); err == nil {
		t.Error("it takes the labs of another home folder")
	}
	t.Setenv("HOME", filepath.Join(dir, "home"))
	s, err := shell.Start(dir, os.Environ())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Run(t.Context(), "sleep 60 & mkdir home"); err != nil {
		t.Fatal(err)
	}
	if err := removePlace(t.Context(), dir, explained, []int{s.Session()}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder is still there")
	}
	if text, err := os.ReadFile(filepath.Join(explained, "README.md")); err != nil || !strings.Contains(string(text), "TestRemovePlace/3-hpa") {
		t.Errorf("it does not say which lesson did not end: %q, %v", text, err)
	}
	if _, err := s.Run(t.Context(), "true"); err == nil {
		t.Error("the shell still runs")
	}
}

// killed is a test that does not come to its end.
type killed struct{ *testing.T }

func (killed) Cleanup(func()) {}
