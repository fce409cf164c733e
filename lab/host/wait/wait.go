// Package wait polls for a condition and, when it does not come true in time,
// says what was seen last.
package wait

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

// Condition reports whether it holds, and otherwise what was seen instead: "0
// of 3 replicas are ready". An error is taken as something seen, not as final:
// a server that is starting answers errors.
type Condition func(ctx context.Context) (done bool, seen string, err error)

// atMost is how many times its timeout a wait takes, whatever it sees.
const atMost = 5

// errStill is that nothing new was seen for the timeout.
var errStill = errors.New("nothing new was seen")

// For polls the condition at the interval until it holds. It gives up when nothing
// new was seen for the timeout, since a busy machine is slow but goes on, and after
// five times the timeout in any case. When it gives up or ctx ends, the error names
// what was waited for, how long, and what was seen last.
func For(ctx context.Context, what string, timeout, interval time.Duration, condition Condition) error {
	bounded, end := context.WithTimeout(ctx, atMost*timeout)
	defer end()
	waiting, cancel := context.WithCancelCause(bounded)
	defer cancel(nil)
	still := time.AfterFunc(timeout, func() { cancel(errStill) })
	defer still.Stop()

	last, moved := "", false
	for {
		asked := time.Now()
		done, seen, err := condition(waiting)
		if done && err == nil {
			return nil
		}
		if err != nil {
			seen = err.Error()
		}
		if waiting.Err() == nil && seen != "" && seen != last { // the error of our own deadline explains nothing
			if moved = last != ""; moved {
				still.Reset(timeout)
			}
			last = seen
		}
		select {
		case <-waiting.Done():
			return fmt.Errorf("wait for %s: %w (last seen: %s)", what, gaveUp(ctx, waiting, timeout, moved, time.Since(asked)), cmp.Or(last, "nothing"))
		case <-time.After(interval):
		}
	}
}

// gaveUp says why a wait has ended. asked is how long ago the last question was asked.
func gaveUp(ctx, waiting context.Context, timeout time.Duration, moved bool, asked time.Duration) error {
	if ctx.Err() != nil { // it was not our deadline
		return context.Cause(ctx)
	}
	why := "not within " + timeout.String()
	switch {
	case !errors.Is(context.Cause(waiting), errStill):
		why = "not within " + (atMost * timeout).String()
	case moved:
		why = "nothing new within " + timeout.String()
	}
	if asked > timeout/2 { // which tells what is slow from what is wrong
		why += fmt.Sprintf(", and no answer for %s", asked.Round(100*time.Millisecond))
	}
	return errors.New(why)
}
