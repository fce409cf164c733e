// Package simulation computes the value that a declaration has at a time: its curve, how a total is shared by objects, and
// what is wrong with reads. It depends on what is declared and on the time alone, so whoever computes it gets the same.
package simulation

import (
	"errors"
	"time"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// Value is what a declaration says of a value. It never changes.
type Value struct {
	// Faults are what is wrong with reads of it.
	Faults Faults

	start time.Time
	curve curve
	total bool
}

// New makes the value of a declaration that was created at a time. share says whether objects share it; of an external
// metric it is empty. If there is an error, the declaration cannot be used, and of the value the faults alone mean
// something.
func New(declared v1alpha1.Simulation, share v1alpha1.Share, created time.Time) (Value, error) {
	v := Value{start: created, total: share == v1alpha1.Total, Faults: newFaults(declared.Faults)}
	if declared.StartTime != nil {
		v.start = declared.StartTime.Time
	}
	var err error
	v.curve, err = newCurve(declared)
	return v, err
}

// Of is the value of the i-th of n objects at a time, in milli-units, and when it was measured: a stale one is that of
// then.
func (v Value) Of(now time.Time, i, n int) (milli int64, measured time.Time) {
	measured = now.Add(-v.Faults.StaleFor)
	milli = v.curve.value(measured.Sub(v.start))
	if v.total {
		milli = Share(milli, i, n)
	}
	return milli, measured
}

// Shared tells whether objects share the value: it depends on i and n then.
func (v Value) Shared() bool { return v.total }

// Negative tells whether it is below zero at some time.
func (v Value) Negative() bool { return v.curve.negative() }

// Fails tells whether reads fail at a time.
func (v Value) Fails(now time.Time) bool { return v.Faults.fail(now.Sub(v.start)) }

func newCurve(declared v1alpha1.Simulation) (curve, error) {
	points := declared.Curve
	if declared.Value != nil {
		points = []v1alpha1.Point{{Value: *declared.Value}}
	}
	if len(points) == 0 {
		return curve{}, errors.New("it has neither a value nor a curve")
	}
	c := curve{step: declared.Interpolation == v1alpha1.Step, repeat: declared.Repeat}
	for i, p := range points {
		milli, err := v1alpha1.Milli(p.Value)
		if err != nil {
			return curve{}, err
		}
		if i > 0 {
			if c.last.at >= p.At.Duration {
				return curve{}, errors.New("the points of its curve are not in order of time")
			}
			c.before = append(c.before, c.last)
		}
		c.last = point{at: p.At.Duration, milli: milli}
	}
	return c, nil
}
