package scrape

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// Histogram is how long something took, each time: a sum, a count, and how many took no longer than each bound.
type Histogram struct {
	Count float64
	// Sum is in seconds.
	Sum    float64
	within map[float64]float64
}

// Histogram adds those of a name whose labels are these: names and values in turn.
func (m Metrics) Histogram(name string, labels ...string) Histogram {
	h := Histogram{within: map[float64]float64{}}
	for _, metric := range m.with(name, labels) {
		one := metric.GetHistogram()
		h.Count += float64(one.GetSampleCount())
		h.Sum += one.GetSampleSum()
		for _, bucket := range one.GetBucket() {
			h.within[bucket.GetUpperBound()] += float64(bucket.GetCumulativeCount())
		}
	}
	return h
}

// Since is what was added since before.
func (h Histogram) Since(before Histogram) Histogram {
	added := Histogram{Count: h.Count - before.Count, Sum: h.Sum - before.Sum, within: map[float64]float64{}}
	for bound, n := range h.within {
		added.within[bound] = n - before.within[bound]
	}
	return added
}

// Mean is how long it took on average.
func (h Histogram) Mean() time.Duration {
	if h.Count == 0 {
		return 0
	}
	return seconds(h.Sum / h.Count)
}

// Quantile is within what a part took, from 0 to 1. As Prometheus' histogram_quantile does, it takes what is between two
// bounds as spread evenly, and the highest bound for what is above it:
// https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
func (h Histogram) Quantile(part float64) time.Duration {
	if h.Count == 0 {
		return 0
	}
	below, under := 0.0, 0.0
	for _, bound := range slices.SortedFunc(maps.Keys(h.within), cmp.Compare[float64]) {
		if math.IsInf(bound, 1) {
			break
		}
		if n := h.within[bound]; n >= part*h.Count && n > under {
			return seconds(below + (bound-below)*(part*h.Count-under)/(n-under))
		}
		below, under = bound, h.within[bound]
	}
	return seconds(below)
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
