package leak

import (
	"context"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/host/wait"
)

// moment is waited for in a run: then it is ended, say.
type moment func(t *testing.T, r *running)

// hanging is when a test has begun that does not end.
var hanging = says("=== RUN   TestFault/fault/hang")

// says waits for something in the run's output.
func says(what string) moment {
	return func(t *testing.T, r *running) {
		t.Helper()
		r.waitFor(t, "the output "+what, func(context.Context) (bool, error) {
			return strings.Contains(r.said(t), what), nil
		})
	}
}

// runs waits for a command of the run, or of its lab.
func runs(what string) moment {
	return func(t *testing.T, r *running) {
		t.Helper()
		r.waitFor(t, "the command "+what, func(ctx context.Context) (bool, error) {
			for _, command := range r.place.commands(ctx, t, r.lab()) {
				if strings.Contains(command, what) {
					return true, nil
				}
			}
			return false, nil
		})
	}
}

// waitFor waits until something has happened, or the run has ended.
func (r *running) waitFor(t *testing.T, what string, happened func(context.Context) (bool, error)) {
	t.Helper()
	err := wait.For(r.ended, what, madeTimeout, poll, func(ctx context.Context) (bool, string, error) {
		done, err := happened(ctx)
		return done, "", err
	})
	if err != nil {
		t.Fatal(err)
	}
}
