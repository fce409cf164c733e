package wait

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestFor(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection refused")
	for _, row := range []struct {
		name      string
		condition func(call int) (bool, string, error)
		want      string // of the error; empty: none
	}{
		{"at once", func(int) (bool, string, error) { return true, "", nil }, ""},
		{"later", func(call int) (bool, string, error) { return call > 2, "not yet", nil }, ""},
		{"an error is not final", func(call int) (bool, string, error) {
			if call > 2 {
				return true, "", nil
			}
			return false, "", broken
		}, ""},
		{"done with an error is not done", func(int) (bool, string, error) { return true, "", broken }, "(last seen: connection refused)"},
		{"never", func(int) (bool, string, error) { return false, "1 of 3", nil }, "wait for pods: not within 50ms (last seen: 1 of 3)"},
		{"never, with nothing to see", func(int) (bool, string, error) { return false, "", nil }, "(last seen: nothing)"},
		{"the last thing seen", func(call int) (bool, string, error) {
			if call == 1 {
				return false, "old", nil
			}
			return false, "", broken
		}, "(last seen: connection refused)"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			err := For(t.Context(), "pods", 50*time.Millisecond, time.Millisecond, func(context.Context) (bool, string, error) {
				calls++
				return row.condition(calls)
			})
			switch {
			case row.want == "" && err != nil:
				t.Error(err)
			case row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)):
				t.Errorf("got %v, want it to contain %q", err, row.want)
			}
		})
	}
}

func TestForSaysWhyItWasCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	ended := errors.New("etcd ended")
	err := For(ctx, "pods", time.Minute, time.Millisecond, func(context.Context) (bool, string, error) {
		cancel(ended)
		return false, "none", nil
	})
	if !errors.Is(err, ended) {
		t.Errorf("got %v, want the cause", err)
	}
}

// TestForDoesNotReportItsOwnDeadline: a condition that respects its context
// fails with it, and that would hide what was seen before.
func TestForDoesNotReportItsOwnDeadline(t *testing.T) {
	t.Parallel()
	first := true
	err := For(t.Context(), "pods", 20*time.Millisecond, time.Millisecond, func(ctx context.Context) (bool, string, error) {
		if first {
			first = false
			return false, "1 of 3", nil
		}
		<-ctx.Done()
		return false, "", ctx.Err()
	})
	if err == nil || !strings.Contains(err.Error(), "last seen: 1 of 3") {
		t.Errorf("got %v, want the last thing seen", err)
	}
}

// TestForCountsFromTheLastProgress: in fake time.
func TestForCountsFromTheLastProgress(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		seen func(second int) string
		took time.Duration
		want string // of the error; empty: none
	}{
		{"slow, but it goes on", func(s int) string { return fmt.Sprintf("%d of 9", s/30) }, 270 * time.Second, ""},
		{"it stands still", func(s int) string { return fmt.Sprintf("%d of 9", min(s/30, 2)) }, 120 * time.Second, "nothing new within 1m0s (last seen: 2 of 9)"},
		{"it has not begun", func(int) string { return "0 of 9" }, time.Minute, "not within 1m0s (last seen: 0 of 9)"},
		{"it begins late", func(s int) string { return []string{"", "0 of 9"}[min(s/50, 1)] }, time.Minute, "not within 1m0s (last seen: 0 of 9)"},
		{"it moves, but not on", func(s int) string { return fmt.Sprint((s + 5) / 10 % 2) }, 5 * time.Minute, "not within 5m0s (last seen: 0)"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				err := For(t.Context(), "pods", time.Minute, time.Second, func(context.Context) (bool, string, error) {
					seen := row.seen(int(time.Since(start).Seconds()))
					return seen == "9 of 9", seen, nil
				})
				if took := time.Since(start); took != row.took {
					t.Errorf("it took %s, want %s", took, row.took)
				}
				if row.want == "" && err != nil || row.want != "" && (err == nil || err.Error() != "wait for pods: "+row.want) {
					t.Errorf("got %v, want %q", err, row.want)
				}
			})
		})
	}
}

// TestForSaysThatThereIsNoAnswer: what hangs is told apart from what is wrong.
func TestForSaysThatThereIsNoAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		err := For(t.Context(), "pods", time.Minute, time.Second, func(ctx context.Context) (bool, string, error) {
			if time.Since(start) < 15*time.Second {
				return false, "1 of 3", nil
			}
			<-ctx.Done()
			return false, "", ctx.Err()
		})
		if want := "wait for pods: not within 1m0s, and no answer for 45s (last seen: 1 of 3)"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %q", err, want)
		}
	})
}
