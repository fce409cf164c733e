package command

import (
	"fmt"
	"io"
	"testing"
	"text/tabwriter"
	"time"

	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/scenario"
)

// variant is an input with other values of the fields, and how it went.
type variant struct {
	values []string
	input  engine.Input
	outcome
	score
}

// sweepAll plays one test with each combination of values, and prints how each went.
func (o *options) sweepAll(t *testing.T, interrupted func() bool, tests []*scenario.Test, stdout io.Writer) error {
	fields, err := o.fields()
	if err != nil {
		return err
	}
	if len(tests) != 1 || len(tests[0].Input.HPAs) != 1 {
		return fmt.Errorf("--sweep is for one HPA in one test, and there are %d tests: choose one with --run, or name one scenario", len(tests))
	}
	variants, err := vary(tests[0], fields)
	if err != nil {
		return err
	}
	inParallel(t, len(variants), func(t *testing.T, i int) {
		v := &variants[i]
		v.result = engine.Play(t, v.input, interrupted)
		v.failures, v.score = tests[0].Check(v.result), scoreOf(v.result.HPAs[0])
	})
	markFront(variants)
	if err := table(stdout, fields, variants); err != nil {
		return err
	}
	if interrupted() {
		return fmt.Errorf("interrupted: what is shown was played until then")
	}
	return nil
}

func (o *options) fields() (all []field, err error) {
	if len(o.sweep) > 2 || o.compare != "" || o.at >= 0 {
		return nil, fmt.Errorf("--sweep takes two fields at most, and neither --compare nor --at beside it")
	}
	for _, text := range o.sweep {
		f, err := parseField(text)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// vary makes each combination of values.
func vary(test *scenario.Test, fields []field) ([]variant, error) {
	variants := []variant{{input: test.Input}}
	for _, f := range fields {
		var next []variant
		for _, v := range variants {
			for _, value := range f.values {
				hpa, err := f.with(v.input.HPAs[0], value)
				if err != nil {
					return nil, err
				}
				in := v.input
				in.HPAs = append(in.HPAs[:0:0], hpa)
				next = append(next, variant{values: append(v.values[:len(v.values):len(v.values)], value), input: in})
			}
		}
		variants = next
	}
	return variants, nil
}

// table prints the variants. A star marks those that no other one is better than in all columns.
func table(w io.Writer, fields []field, variants []variant) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, f := range fields {
		_, _ = fmt.Fprintf(columns, "%s\t", f.path)
	}
	_, _ = fmt.Fprint(columns, "replica-hours\tover target\tdirection changes\tworst backlog\tnot as expected\tbest\t\n") // Flush says what is wrong
	for _, v := range variants {
		for _, value := range v.values {
			_, _ = fmt.Fprintf(columns, "%s\t", value)
		}
		star := ""
		if v.front {
			star = "*"
		}
		_, _ = fmt.Fprintf(columns, "%.2f\t%s\t%d\t%.0f\t%d\t%s\t\n", v.hours, v.over.Round(time.Second), v.changes, float64(v.backlog)/1000, len(v.failures), star)
	}
	if err := columns.Flush(); err != nil {
		return fmt.Errorf("print the table: %w", err)
	}
	_, err := fmt.Fprintln(w, "* no other row is as good in each column and better in one")
	return err
}
