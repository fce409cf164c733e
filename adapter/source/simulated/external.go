package simulated

import (
	"context"

	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/source"
)

// ExternalSamples implements source.ExternalSource. A namespace sees what is declared in it. The error is
// source.ErrUnknownMetric if nothing is, and source.ErrNoSample if all series that are asked for are declared to be missing.
func (s *Source) ExternalSamples(ctx context.Context, namespace, metric string, selector labels.Selector) ([]source.Sample, error) {
	now := s.clock.Now()
	declared := s.index.series(metric, namespace)
	if len(declared) == 0 {
		return nil, source.ErrUnknownMetric
	}
	declarations, err := selected(declared, selector)
	if err != nil {
		return nil, err
	}
	if err := s.injectFaults(ctx, now, declarations); err != nil {
		return nil, err
	}
	var samples []source.Sample
	for _, d := range declarations {
		if !d.value.Faults.Missing {
			samples = append(samples, d.sampleOf(now, 0, 1))
		}
	}
	if len(declarations) > 0 && len(samples) == 0 {
		return nil, source.ErrNoSample
	}
	return samples, nil
}

// selected are the declarations whose labels match. The error names two that are for the same series.
func selected(declarations []*declaration, selector labels.Selector) ([]*declaration, error) {
	var matching []*declaration
	series := make(map[string]*declaration)
	for _, d := range declarations {
		if !selector.Matches(d.labels) {
			continue
		}
		key := d.labels.String()
		if other, taken := series[key]; taken {
			return nil, conflict(d.metric, describeSeries(d), other, d)
		}
		series[key] = d
		matching = append(matching, d)
	}
	return matching, nil
}
