package simulation

import (
	"math/bits"
	"slices"
	"sort"
	"time"
)

// curve is a value over time, in milli-units. It never changes.
type curve struct {
	last   point   // alone it is a constant
	before []point // in order of time
	step   bool    // keeps the value of a point until the next one, instead of going straight there
	repeat bool    // begins anew at the time of the last point
}

type point struct {
	at    time.Duration // since the start
	milli int64
}

// value is that at a time since the start. Before the first point it is that of the first one, and after the last that
// of the last.
func (c curve) value(elapsed time.Duration) int64 {
	if len(c.before) == 0 {
		return c.last.milli
	}
	if c.repeat && elapsed > 0 && c.last.at > 0 {
		elapsed %= c.last.at
	}
	if elapsed >= c.last.at {
		return c.last.milli
	}
	next, to := sort.Search(len(c.before), func(i int) bool { return c.before[i].at > elapsed }), c.last
	if next < len(c.before) {
		to = c.before[next]
	}
	switch {
	case next == 0:
		return to.milli
	case c.step:
		return c.before[next-1].milli
	}
	return between(c.before[next-1], to, elapsed)
}

// negative tells whether a point, and with it the line there, is below zero.
func (c curve) negative() bool {
	return c.last.milli < 0 || slices.ContainsFunc(c.before, func(p point) bool { return p.milli < 0 })
}

// between is the value on the straight line from one point to the next: exact, but for the fraction of a milli-unit that
// is cut off from the distance to the first one. The product takes 128 bits; the quotient is smaller than the distance of
// the values, which takes 64 bits without a sign. Sums and differences beyond 63 bits come out right since they wrap
// around, there and back.
func between(a, b point, elapsed time.Duration) int64 {
	part, whole := uint64(elapsed-a.at), uint64(b.at-a.at) //nolint:gosec // a is before elapsed, and b after it
	if b.milli >= a.milli {
		return a.milli + scaled(uint64(b.milli-a.milli), part, whole) //nolint:gosec // as said above
	}
	return a.milli - scaled(uint64(a.milli-b.milli), part, whole) //nolint:gosec // as said above
}

func scaled(distance, part, whole uint64) int64 {
	high, low := bits.Mul64(distance, part)
	quotient, _ := bits.Div64(high, low, whole)
	return int64(quotient) //nolint:gosec // as said above
}
