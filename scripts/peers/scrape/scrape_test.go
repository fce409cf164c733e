package scrape

import (
	"bytes"
	"testing"
	"time"
)

const before = `# TYPE asked counter
asked{group="a",code="200"} 3
asked{group="a",code="404"} 1
asked{group="b",code="200"} 10
# TYPE took histogram
took_bucket{verb="GET",le="0.1"} 1
took_bucket{verb="GET",le="0.2"} 1
took_bucket{verb="GET",le="+Inf"} 1
took_sum{verb="GET"} 0.05
took_count{verb="GET"} 1
`

// after has ten more: five within 0.1 s, four more within 0.2 s, and one above.
const after = `# TYPE took histogram
took_bucket{verb="GET",le="0.1"} 6
took_bucket{verb="GET",le="0.2"} 10
took_bucket{verb="GET",le="+Inf"} 11
took_sum{verb="GET"} 1.55
took_count{verb="GET"} 11
`

func metrics(t *testing.T, text string) Metrics {
	t.Helper()
	m, err := parse(bytes.NewBufferString(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSum(t *testing.T) {
	t.Parallel()
	m := metrics(t, before)
	for _, test := range []struct {
		name   string
		labels []string
		want   float64
	}{
		{"asked", nil, 14},
		{"asked", []string{"group", "a"}, 4},
		{"asked", []string{"group", "a", "code", "404"}, 1},
		{"asked", []string{"group", "c"}, 0},
		{"nothing", nil, 0},
	} {
		if got := m.Sum(test.name, test.labels...); got != test.want {
			t.Errorf("%s%v: got %v, want %v", test.name, test.labels, got, test.want)
		}
	}
}

func TestHistogram(t *testing.T) {
	t.Parallel()
	added := metrics(t, after).Histogram("took", "verb", "GET").Since(metrics(t, before).Histogram("took"))
	if added.Count != 10 || added.Mean().Round(time.Millisecond) != 150*time.Millisecond {
		t.Errorf("got %v of a mean of %s, want 10 of 150ms", added.Count, added.Mean())
	}
	for part, want := range map[float64]time.Duration{0.25: 50 * time.Millisecond, 0.5: 100 * time.Millisecond, 0.7: 150 * time.Millisecond, 0.99: 200 * time.Millisecond} {
		if got := added.Quantile(part).Round(time.Millisecond); got != want {
			t.Errorf("quantile %v: got %s, want %s", part, got, want)
		}
	}
	if none := added.Since(added); none.Mean() != 0 || none.Quantile(0.5) != 0 {
		t.Errorf("of nothing: got a mean of %s and a median of %s, want 0", none.Mean(), none.Quantile(0.5))
	}
}
