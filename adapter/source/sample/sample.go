// Package sample is the smallest useful source: the metrics of the custom-metrics-apiserver walkthrough. It needs no
// backend. Each metric about objects is a counter that grows by one whenever somebody reads it, whatever the object,
// namespace or selector, so that a client sees at once that values are live.
package sample

import (
	"context"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/source"
)

// Source implements source.ObjectSource and source.ExternalSource.
type Source struct {
	clock    clock.PassiveClock
	counters map[source.Metric]*counter // never changes once it is made
	metrics  []source.Metric            // its keys
}

var (
	_ source.ObjectSource   = (*Source)(nil)
	_ source.ExternalSource = (*Source)(nil)
)

// New makes a source whose counters are at zero. Samples get their time from the clock.
func New(clock clock.PassiveClock) *Source {
	s := &Source{clock: clock, counters: map[source.Metric]*counter{
		{Name: "packets-per-second", Resource: schema.GroupResource{Resource: "pods"}, Namespaced: true}:         {},
		{Name: "connections-per-second", Resource: schema.GroupResource{Resource: "services"}, Namespaced: true}: {},
		{Name: "work-queue-length", Resource: schema.GroupResource{Resource: "namespaces"}}:                      {},
	}}
	s.metrics = slices.Collect(maps.Keys(s.counters))
	return s
}

// Metrics implements source.ObjectSource.
func (s *Source) Metrics() []source.Metric {
	return s.metrics
}

// Has implements source.ObjectSource.
func (s *Source) Has(metric source.Metric) bool {
	_, ok := s.counters[metric]
	return ok
}

// Sample counts a read and answers a tenth of the total: total * 100 milli-units.
func (s *Source) Sample(_ context.Context, metric source.Metric, _ types.NamespacedName) (source.Sample, error) {
	c, ok := s.counters[metric]
	if !ok {
		return source.Sample{}, source.ErrUnknownMetric
	}
	return s.at(c.next() * 100), nil
}

// Samples counts one read and splits the total evenly, as work is split over replicas: of n objects, each has
// (100 * total / n) * 100 milli-units, in integer arithmetic.
func (s *Source) Samples(_ context.Context, metric source.Metric, objects []types.NamespacedName) ([]source.Sample, error) {
	c, ok := s.counters[metric]
	if !ok {
		return nil, source.ErrUnknownMetric
	}
	total := c.next()
	if len(objects) == 0 {
		return nil, nil
	}
	return slices.Repeat([]source.Sample{s.at(100 * total / int64(len(objects)) * 100)}, len(objects)), nil
}

// at makes a sample of now.
func (s *Source) at(milli int64) source.Sample {
	return source.Sample{Value: *resource.NewMilliQuantity(milli, resource.DecimalSI), Time: s.clock.Now()}
}
