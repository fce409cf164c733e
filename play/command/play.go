package command

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/scenario"
)

// outcome is one test that was played.
type outcome struct {
	test     *scenario.Test
	result   *engine.Result
	other    *engine.Result // with the HPA to compare with; nil without one
	cut      bool           // it was interrupted: nothing can be said of what is expected
	failures []scenario.Failure
	took     time.Duration
}

// play is the whole command. interrupted ends what is played.
func (o *options) play(t *testing.T, interrupted func() bool, args []string, stdout io.Writer) error {
	scenarios, manifests, err := scenario.Split(args)
	if err != nil {
		return err
	}
	if len(scenarios) == 0 {
		return fmt.Errorf("no scenario is named, only manifests: say which load comes, in a scenario file (see `lab play --help`)")
	}
	tests, err := o.load(scenarios, manifests)
	if err != nil {
		return err
	}
	if len(o.sweep) > 0 {
		return o.sweepAll(t, interrupted, tests, stdout)
	}
	var others []*scenario.Test
	if o.compare != "" {
		if others, err = o.load(scenarios, append(manifests[:len(manifests):len(manifests)], o.compare)); err != nil {
			return err
		}
	}
	outcomes := make([]outcome, len(tests))
	inParallel(t, len(tests), func(t *testing.T, i int) {
		start := time.Now()
		out := outcome{test: tests[i], result: engine.Play(t, tests[i].Input, interrupted)}
		if others != nil {
			out.other = engine.Play(t, others[i].Input, interrupted)
		}
		out.took = time.Since(start)
		if out.cut = interrupted(); !out.cut {
			out.failures = tests[i].Check(out.result)
		}
		outcomes[i] = out
	})
	if err := o.report(outcomes, stdout); err != nil {
		return err
	}
	return verdict(interrupted(), outcomes)
}

// load reads the scenario files, with manifests beside them.
func (o *options) load(scenarios, manifests []string) (tests []*scenario.Test, err error) {
	files, err := scenario.Find(scenarios)
	if err != nil {
		return nil, err
	}
	for _, path := range files {
		file, err := scenario.Load(path, manifests...)
		if err != nil {
			return nil, err
		}
		for i := range file.Tests {
			if strings.Contains(file.Tests[i].Name, o.run) {
				tests = append(tests, &file.Tests[i])
			}
		}
	}
	if len(tests) == 0 {
		return nil, fmt.Errorf("no test has %q in its name: leave --run out to play all", o.run)
	}
	return tests, nil
}

// inParallel plays as many as there are CPUs at once.
func inParallel(t *testing.T, n int, play func(t *testing.T, i int)) {
	t.Run("plays", func(t *testing.T) {
		for i := range n {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				play(t, i)
			})
		}
	})
}

// verdict is how the command ends.
func verdict(interrupted bool, outcomes []outcome) error {
	if interrupted {
		return fmt.Errorf("interrupted: what is shown was played until then")
	}
	for _, out := range outcomes {
		if len(out.failures) > 0 {
			return errFailed
		}
	}
	return nil
}
