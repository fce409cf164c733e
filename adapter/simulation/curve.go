package simulation

import (
	"math/bits"
	"sort"
	"time"
)

// curve is a value over time, in milli-units. A constant one has a single point. It never changes.
type curve struct {
	points []point // at least one, in order of time
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
	last := c.points[len(c.points)-1]
	if c.repeat && elapsed > 0 && last.at > 0 {
		elapsed %= last.at
	}
	next := sort.Search(len(c.points), func(i int) bool { return c.points[i].at > elapsed })
	switch {
	case next == 0:
		return c.points[0].milli
	case next == len(c.points):
		return last.milli
	case c.step:
		return c.points[next-1].milli
	}
	return between(c.points[next-1], c.points[next], elapsed)
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
