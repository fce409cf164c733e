package engine

import (
	"math"
	"testing"
	"time"
)

func TestMulDiv(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name          string
		a, b, c, want int64
	}{
		{"cut", 7, 3, 2, 10},
		{"none", 0, math.MaxInt64, 1, 0},
		{"16Gi in milli-units, 1,500 of 2,000 requests a second", 16 << 30 * 1000, 1_500_000, 2_000_000, 12 << 30 * 1000},
		{"a product of 126 bits", math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64},
		{"too much for 63 bits", math.MaxInt64, 2, 1, math.MaxInt64},
		{"too much for 64 bits", math.MaxInt64, 1000, 1, math.MaxInt64},
	} {
		if got := mulDiv(row.a, row.b, row.c); got != row.want {
			t.Errorf("%s: want %d, got %d", row.name, row.want, got)
		}
	}
}

// TestHugeLoad: a backlog that does not fit is the largest one, and not what is left of its bits.
func TestHugeLoad(t *testing.T) {
	t.Parallel()
	l := newWorkload(&Workload{Replicas: 3, Serving: &Serving{Load: constant("9e15"), Capacity: 9e18}})
	if l.count.ready = 1; l.can() != 9e18 {
		t.Errorf("want a pod to do 9e18, got %d", l.can())
	}
	if l.count.ready = 3; l.can() != math.MaxInt64 {
		t.Errorf("want pods to do the largest number, got %d", l.can())
	}
	l.count.ready = 0
	l.advance(Start.Add(time.Hour))
	if l.backlog != math.MaxInt64 {
		t.Errorf("want the largest backlog, got %d", l.backlog)
	}
}
