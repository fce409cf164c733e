package simulation

import (
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCurve(t *testing.T) {
	t.Parallel()
	rise := []point{{at: 10 * time.Second, milli: 1000}, {at: 20 * time.Second, milli: 3000}, {at: 40 * time.Second, milli: 0}}
	linear, step := through(rise...), through(rise...)
	again, stepAgain := through(rise...), through(rise...)
	step.step, again.repeat, stepAgain.step, stepAgain.repeat = true, true, true, true
	huge := through(point{milli: math.MinInt64 + 1}, point{at: math.MaxInt64, milli: math.MaxInt64})
	fall := through(point{milli: math.MaxInt64}, point{at: math.MaxInt64, milli: math.MinInt64 + 1})
	for _, test := range []struct {
		name    string
		curve   curve
		elapsed time.Duration
		want    int64
	}{
		{"constant", through(point{milli: 40}), time.Hour, 40},
		{"constant, before the start", through(point{milli: 40}), -time.Hour, 40},
		{"long before the start", linear, math.MinInt64, 1000},
		{"before the first point", linear, 5 * time.Second, 1000},
		{"at the first point", linear, 10 * time.Second, 1000},
		{"between", linear, 15 * time.Second, 2000},
		{"just before a point", linear, 20*time.Second - 1, 2999},
		{"at a point", linear, 20 * time.Second, 3000},
		{"falling", linear, 30 * time.Second, 1500},
		{"at the last point", linear, 40 * time.Second, 0},
		{"after the last point", linear, math.MaxInt64, 0},
		{"cut off towards the earlier point, rising", through(point{milli: 0}, point{at: 3, milli: 2}), 1, 0},
		{"cut off towards the earlier point, falling", through(point{milli: 2}, point{at: 3, milli: 0}), 1, 2},
		{"step between", step, 15 * time.Second, 1000},
		{"step at a point", step, 20 * time.Second, 3000},
		{"step after the last point", step, time.Hour, 0},
		{"repeat before its end", again, 15 * time.Second, 2000},
		{"repeat begins anew at the last point", again, 40 * time.Second, 1000},
		{"repeat between", again, 4000*time.Second + 15*time.Second, 2000},
		{"repeat before the start", again, -15 * time.Second, 1000},
		{"repeated step, just before its end", stepAgain, 80*time.Second - 1, 3000},
		{"repeated step, at its end", stepAgain, 80 * time.Second, 1000},
		{"128 bits, in the middle", huge, math.MaxInt64 / 2, -1},
		{"128 bits, near the end", huge, math.MaxInt64 - 1, math.MaxInt64 - 2},
		{"128 bits, falling", fall, math.MaxInt64 / 2, 1},
		{"128 bits, falling, near the end", fall, math.MaxInt64 - 1, math.MinInt64 + 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.curve.value(test.elapsed)); diff != "" {
				t.Errorf("milli-units (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzCurve compares a curve of three points with arithmetic that cannot overflow.
func FuzzCurve(f *testing.F) {
	f.Add(int64(0), int64(60), int64(10), int64(0), int64(400), int64(7), int64(30), false, false)
	f.Add(int64(5), int64(math.MaxInt64), int64(1), int64(math.MinInt64+1), int64(math.MaxInt64), int64(0), int64(math.MaxInt64-1), true, false)
	f.Add(int64(-3), int64(1), int64(1), int64(1), int64(2), int64(3), int64(-1), true, true)
	f.Fuzz(func(t *testing.T, first, gap1, gap2, a, b, c, elapsed int64, repeat, step bool) {
		points, ok := threePoints(first, gap1, gap2, a, b, c)
		if !ok {
			t.Skip("no curve")
		}
		of := through(points...)
		of.repeat, of.step = repeat, step
		got := of.value(time.Duration(elapsed))
		if want := exactly(points, elapsed, repeat, step); got != want {
			t.Errorf("%+v at %d (repeat %t, step %t): want %d, got %d", points, elapsed, repeat, step, want, got)
		}
	})
}

// through is the curve through points.
func through(points ...point) curve {
	last := len(points) - 1
	return curve{last: points[last], before: points[:last]}
}

// threePoints are in order of time, the first not before the start, as the API has them.
func threePoints(first, gap1, gap2, a, b, c int64) ([]point, bool) {
	if first < 0 || gap1 <= 0 || gap2 <= 0 || first > math.MaxInt64-gap1 || first+gap1 > math.MaxInt64-gap2 || min(a, b, c) == math.MinInt64 {
		return nil, false
	}
	at := []time.Duration{time.Duration(first), time.Duration(first + gap1), time.Duration(first + gap1 + gap2)}
	return []point{{at[0], a}, {at[1], b}, {at[2], c}}, true
}

func exactly(points []point, elapsed int64, repeat, step bool) int64 {
	last := points[len(points)-1]
	if repeat && elapsed > 0 {
		elapsed %= int64(last.at)
	}
	if elapsed < int64(points[0].at) {
		return points[0].milli
	}
	for i := range len(points) - 1 {
		from, to := points[i], points[i+1]
		if elapsed >= int64(to.at) {
			continue
		}
		if step {
			return from.milli
		}
		rise := new(big.Int).Sub(big.NewInt(to.milli), big.NewInt(from.milli))
		rise.Mul(rise, big.NewInt(elapsed-int64(from.at)))
		rise.Quo(rise, big.NewInt(int64(to.at-from.at))) // truncated, as a cut towards the earlier point is
		return rise.Add(rise, big.NewInt(from.milli)).Int64()
	}
	return last.milli
}
