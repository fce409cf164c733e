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

	"example.com/metrics-lab/scripts/guard"
	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/lab"
	"example.com/metrics-lab/scripts/lab/state"
	"example.com/metrics-lab/workshop/shell"
)

const (
	// guardVariable makes the test program the guard of the place it names.
	guardVariable = "METRICS_LAB_WORKSHOP_GUARD"
	guardTimeout  = 3 * time.Minute
)

// startGuard starts the guard of a place, with the environment of the lessons, so
// that their labs are those that it removes. There is no other way in which they
// are removed.
func startGuard(dir string, env []string) (*guard.Guard, error) {
	log, err := os.Create(filepath.Join(dir, "guard.log"))
	if err != nil {
		return nil, fmt.Errorf("open the log of the lab's guard: %w", err)
	}
	return guard.Start(log, append(env, guardVariable+"="+dir))
}

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
	if err := removePlace(ctx, dir, sessions); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	return 0
}

// removePlace ends what the lessons have started and removes the place.
func removePlace(ctx context.Context, dir string, sessions []int) error {
	if home, err := os.UserHomeDir(); err != nil || filepath.Dir(home) != dir {
		return fmt.Errorf("the labs of %s are not those of the lessons in %s (%w)", home, dir, err)
	}
	var problems error
	for _, session := range sessions {
		problems = errors.Join(problems, shell.End(ctx, session))
	}
	labs, err := state.All()
	problems = errors.Join(problems, err)
	for _, l := range labs {
		_, err := lab.Down(ctx, l.Name, console.New(os.Stderr))
		problems = errors.Join(problems, err)
	}
	if problems != nil {
		return problems
	}
	return os.RemoveAll(dir)
}

// TestRemovePlace: the guard ends the commands of a lesson that were left, and refuses
// to touch labs elsewhere.
func TestRemovePlace(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", filepath.Join(dir, "other", "home"))
	if err := removePlace(t.Context(), dir, nil); err == nil {
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
	if err := removePlace(t.Context(), dir, []int{s.Session()}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder is still there")
	}
	if _, err := s.Run(t.Context(), "true"); err == nil {
		t.Error("the shell still runs")
	}
}
