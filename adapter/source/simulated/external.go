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
	claims, err := selected(declared, selector)
	if err != nil {
		return nil, err
	}
	if err := s.injectFaults(ctx, now, claims); err != nil {
		return nil, err
	}
	var samples []source.Sample
	for _, c := range claims {
		if !c.value.Faults.Missing {
			samples = append(samples, c.whole(now))
		}
	}
	if len(claims) > 0 && len(samples) == 0 {
		return nil, source.ErrNoSample
	}
	return samples, nil
}

// selected are the claims whose labels match. The error names two that are for the same series.
func selected(claims []*claim, selector labels.Selector) ([]*claim, error) {
	var matching []*claim
	series := make(map[string]*claim)
	for _, c := range claims {
		if !selector.Matches(c.labels) {
			continue
		}
		key := c.labels.String()
		if other, taken := series[key]; taken {
			return nil, conflict(c.metric, describeSeries(c), other, c)
		}
		series[key] = c
		matching = append(matching, c)
	}
	return matching, nil
}
