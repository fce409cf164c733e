package report

import (
	"math"
	"time"
)

// scale says where a value is drawn: from one end to the other, evenly.
type scale struct{ from, to, low, high float64 }

func (s scale) of(v float64) float64 { return s.from + (v-s.low)/(s.high-s.low)*(s.to-s.from) }

// finest is what a milli-unit is: the smallest value that there is.
const finest = 0.001

// ticks are round numbers from low to high, about so many.
func ticks(low, high float64, about int, whole bool) (all []float64) {
	step := max(finest, roundStep((high-low)/float64(about)))
	if whole {
		step = max(1, step)
	}
	for i := math.Ceil(low / step); i*step <= high+step/1e6; i++ {
		all = append(all, i*step)
	}
	return all
}

// roundStep is 1, 2 or 5 times a power of ten, and not less than what is asked for.
func roundStep(least float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, times := range []float64{1, 2, 5} {
		if times*power >= least*(1-1e-9) {
			return times * power
		}
	}
	return 10 * power
}

// valueScale has room for all values and for zero, and ends at a tick.
func valueScale(values []float64, from, to float64, whole bool) (scale, []float64) {
	low, high := 0.0, 0.0
	for _, v := range values {
		if math.IsNaN(v) {
			continue
		}
		low, high = min(low, v), max(high, v)
	}
	if low == high {
		high = 1
	}
	const about = 4
	marks := ticks(low, high, about, whole)
	if len(marks) < 2 {
		return scale{from, to, low, high}, []float64{low, high}
	}
	step := marks[1] - marks[0]
	if low < marks[0] {
		marks = append([]float64{marks[0] - step}, marks...)
	}
	if last := marks[len(marks)-1]; high > last+step/1e6 {
		marks = append(marks, last+step)
	}
	return scale{from, to, marks[0], marks[len(marks)-1]}, marks
}

// timeTicks are moments that people think in, at most so many steps of them.
func timeTicks(end time.Duration, most int) (all []time.Duration) {
	const day = 24 * time.Hour
	step := 1000 * day
	for _, s := range []time.Duration{
		time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second,
		time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
		time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 90 * day, 365 * day,
	} {
		if end/s <= time.Duration(most) {
			step = s
			break
		}
	}
	for at := time.Duration(0); at <= end; at += step {
		all = append(all, at)
	}
	return all
}
