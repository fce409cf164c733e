package wait

import (
	"context"
	"errors"
	"strings"
	"testing"
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
