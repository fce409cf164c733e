package report

import (
	"math"
	"slices"
	"time"
)

// point is a value at a moment; NaN is none.
type point struct {
	at time.Duration
	v  float64
}

// thin leaves of each column of a picture the first point, the last, the smallest and the largest: a line through them
// covers the same pixels as one through all, and no extreme is lost.
func thin(points []point, end time.Duration, columns int) []point {
	if len(points) <= columns {
		return points
	}
	var kept []point
	for from := 0; from < len(points); {
		column := columnOf(points[from].at, end, columns)
		to := from + 1
		for to < len(points) && columnOf(points[to].at, end, columns) == column {
			to++
		}
		for _, i := range extremes(points[from:to]) {
			kept = append(kept, points[from+i])
		}
		from = to
	}
	return kept
}

func columnOf(at, end time.Duration, columns int) int {
	return max(0, int(float64(at)/float64(end)*float64(columns)))
}

// extremes are the places of the first and the last point, of the first and the last that has a value, and of the smallest
// and the largest, in order.
func extremes(points []point) []int {
	first, last, low, high := -1, -1, -1, -1
	for i, p := range points {
		if math.IsNaN(p.v) {
			continue
		}
		if first < 0 {
			first, low, high = i, i, i
		}
		last = i
		if p.v < points[low].v {
			low = i
		}
		if p.v > points[high].v {
			high = i
		}
	}
	all := []int{0, len(points) - 1}
	if first >= 0 {
		all = append(all, first, last, low, high)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
