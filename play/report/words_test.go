package report

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"117.5": number(117.5), "0": number(-0.0001), "1e+16": number(1e16), "-1": number(-1), "120": number(120),
		"1200": short(1200), "12k": short(12_000), "-1.5M": short(-1_500_000),
		"0s": moment(0), "12m30s": moment(12*time.Minute + 30*time.Second), "1d6h": moment(30 * time.Hour), "-1m": moment(-time.Minute), "1.5s": moment(1500 * time.Millisecond),
		"+1.5": signed(1.5), "-2": signed(-2), "-0.5": signed(-0.5),
	} {
		if got != want {
			t.Errorf("want %q, got %q", want, got)
		}
	}
}

func TestValueScale(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		values []float64
		whole  bool
		want   []float64
	}{
		{"nothing", nil, false, []float64{0, 0.5, 1}},
		{"replicas", []float64{2, 3}, true, []float64{0, 1, 2, 3}},
		{"a fraction", []float64{0.7}, false, []float64{0, 0.2, 0.4, 0.6, 0.8}},
		{"a milli-unit", []float64{0.001}, false, []float64{0, 0.001}},
		{"below zero", []float64{-1, 3, math.NaN()}, false, []float64{-1, 0, 1, 2, 3}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, got := valueScale(row.values, 100, 0, row.whole)
			for i := range got {
				got[i] = math.Round(got[i]*1e9) / 1e9
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("ticks (-want +got):\n%s", diff)
			}
		})
	}
}

// TestThinKeepsExtremes: also where values are missing, and in any column.
func TestThinKeepsExtremes(t *testing.T) {
	t.Parallel()
	const n, columns = 518_400, 800
	points := make([]point, n)
	for i := range points {
		points[i] = point{time.Duration(i) * 15 * time.Second, float64(i % 1000)}
		if i%7 == 0 {
			points[i].v = math.NaN()
		}
	}
	points[123_456].v, points[7].v = 1e9, -1e9
	kept := thin(points, points[n-1].at, columns)
	if len(kept) > 6*(columns+1) {
		t.Errorf("%d points are kept", len(kept))
	}
	found := map[float64]bool{}
	for i, p := range kept {
		found[p.v] = true
		if i > 0 && p.at <= kept[i-1].at {
			t.Fatal("not in order")
		}
	}
	if !found[1e9] || !found[-1e9] {
		t.Error("an extreme is lost")
	}
}
