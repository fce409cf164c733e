package simulated

import (
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/labels"
)

// TestClockIsSet: back and forth, by an hour and more. Each value is that of the time that it says, which is now.
func TestClockIsSet(t *testing.T) {
	t.Parallel()
	const growing = "curve: [{at: 0s, value: 0}, {at: 10h, value: 36000}]" // by one each second
	s, clock := newSource(t, pods("web"),
		"shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, "+growing+"}",
		"shop/b:\n{metric: depth, external: {}, faults: {staleFor: 60s}, "+growing+"}")
	for _, elapsed := range []time.Duration{2 * time.Hour, 3 * time.Hour, time.Hour, 2 * time.Hour, -time.Hour, 0, 9 * time.Hour} {
		now := created.Add(elapsed)
		clock.SetTime(now)
		sample, err := s.Sample(t.Context(), podRequests, shop("web-0"))
		if want := max(0, elapsed.Milliseconds()); err != nil || sample.Value.MilliValue() != want || !sample.Time.Equal(now) {
			t.Errorf("at %s: got %d at %s, %v; want %d", elapsed, sample.Value.MilliValue(), sample.Time, err, want)
		}
		series, err := s.ExternalSamples(t.Context(), "shop", "depth", labels.Everything())
		if err != nil || len(series) != 1 {
			t.Fatalf("at %s: got %v, %v", elapsed, series, err)
		}
		stale := elapsed - time.Minute
		if want := max(0, stale.Milliseconds()); series[0].Value.MilliValue() != want || now.Sub(series[0].Time) != time.Minute {
			t.Errorf("at %s, a minute old: got %d at %s; want %d", elapsed, series[0].Value.MilliValue(), series[0].Time, want)
		}
	}
}
