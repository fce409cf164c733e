package command

import (
	"fmt"
	"io"
	"time"

	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/scenario"
	"example.com/metrics-lab/play/why"
)

// say prints how a test went: a line, and what was not as expected, with why the controller did it.
func say(w io.Writer, out outcome) error {
	verdict := "ok  "
	switch {
	case out.cut:
		verdict = "part"
	case len(out.failures) > 0:
		verdict = "FAIL"
	}
	if _, err := fmt.Fprintf(w, "%s %s: %s (%s of %s, in %s)\n", verdict, out.test.File, out.test.Name,
		expectations(len(out.test.Expect)), out.result.Duration, out.took.Round(time.Millisecond)); err != nil {
		return err
	}
	for _, f := range out.failures {
		if _, err := fmt.Fprintf(w, "     line %d: %s\n       at %s: want %s, got %s\n", f.Line, f.Name, f.At, f.Want, f.Got); err != nil {
			return err
		}
		if because := reason(out.result, f); because != "" {
			if _, err := fmt.Fprintf(w, "       %s\n", because); err != nil {
				return err
			}
		}
	}
	return nil
}

func expectations(n int) string {
	if n == 1 {
		return "1 expectation"
	}
	return fmt.Sprintf("%d expectations", n)
}

// reason is what the controller decided last before something was not as expected; empty if it had not looked.
func reason(r *engine.Result, f scenario.Failure) string {
	if line := why.Last(r.HPA(f.Namespace, f.HPA), f.At); line != "" {
		return "the controller: " + line
	}
	return ""
}
