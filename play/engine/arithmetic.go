package engine

import (
	"math"
	"math/bits"
)

// What people write in a scenario may be huge. Results that would not fit are the largest number, as the controller has it for
// sums of series, and not what is left of their bits.

// mulDiv is a*b/c, cut, of numbers that are not negative; c is not 0.
func mulDiv(a, b, c int64) int64 {
	high, low := bits.Mul64(uint64(a), uint64(b)) //nolint:gosec // not negative
	if high >= uint64(c) {                        //nolint:gosec // not negative
		return math.MaxInt64
	}
	quotient, _ := bits.Div64(high, low, uint64(c)) //nolint:gosec // not negative
	return int64(min(quotient, math.MaxInt64))
}

// sum is a+b of numbers that are not negative.
func sum(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}
