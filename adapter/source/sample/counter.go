package sample

import (
	"math"
	"sync/atomic"
)

// maxTotal is where a counter stops growing: the largest total for which 100 * total * 100 milli-units, the value of a
// single object that a selector matched, still fits an int64.
const maxTotal = math.MaxInt64 / (100 * 100)

// counter counts the reads of one metric. Its zero value is ready to use, by many readers at once.
type counter struct {
	total atomic.Int64
}

// next counts one read and answers the new total, at most maxTotal.
func (c *counter) next() int64 {
	for {
		total := c.total.Load()
		if total >= maxTotal {
			return maxTotal
		}
		// Add alone could overshoot maxTotal when several readers pass the check above together.
		if c.total.CompareAndSwap(total, total+1) {
			return total + 1
		}
	}
}
