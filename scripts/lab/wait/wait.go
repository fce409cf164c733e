// Package wait polls for a condition and, when it does not come true in time,
// says what was seen last.
package wait

import (
	"context"
	"fmt"
	"time"
)

// Condition reports whether it holds, and otherwise what was seen instead: "0
// of 3 replicas are ready". An error is taken as something seen, not as final:
// a server that is starting answers errors.
type Condition func(ctx context.Context) (done bool, seen string, err error)

// For polls the condition at the interval until it holds. When ctx ends or
// timeout has passed, the error names what was waited for, how long, and what
// was seen last.
func For(ctx context.Context, what string, timeout, interval time.Duration, condition Condition) error {
	waiting, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	last := "nothing"
	for {
		done, seen, err := condition(waiting)
		switch {
		case done && err == nil:
			return nil
		case err != nil && waiting.Err() == nil: // our own deadline's error explains nothing
			last = err.Error()
		case err == nil && seen != "":
			last = seen
		}
		select {
		case <-waiting.Done():
			if ctx.Err() != nil { // it was not our deadline
				return fmt.Errorf("wait for %s: %w (last seen: %s)", what, context.Cause(ctx), last)
			}
			return fmt.Errorf("wait for %s: not within %s (last seen: %s)", what, timeout, last)
		case <-time.After(interval):
		}
	}
}
