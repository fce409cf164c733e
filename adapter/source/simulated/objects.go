package simulated

import (
	"context"

	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

// Sample implements source.ObjectSource. An object that no declaration is about is for the next source; one that is
// declared to be missing stays so.
func (s *Source) Sample(ctx context.Context, metric source.Metric, object types.NamespacedName) (source.Sample, error) {
	samples, err := s.Samples(ctx, metric, []types.NamespacedName{object})
	if err != nil {
		return source.Sample{}, err
	}
	sample, ok := samples[object]
	if !ok {
		return source.Sample{}, source.ErrUnknownMetric
	}
	if sample.Missing {
		return source.Sample{}, source.ErrNoSample
	}
	return sample, nil
}

// Samples implements source.ObjectSource.
func (s *Source) Samples(ctx context.Context, metric source.Metric, objects []types.NamespacedName) (map[types.NamespacedName]source.Sample, error) {
	now := s.clock.Now()
	positions, err := s.positions(ctx, metric, objects)
	if err != nil {
		return nil, err
	}
	declarations := make(set)
	for _, p := range positions {
		declarations[p.declaration.reference] = p.declaration
	}
	if err := s.injectFaults(ctx, now, declarations.list()); err != nil {
		return nil, err
	}
	samples := make(map[types.NamespacedName]source.Sample, len(positions))
	for object, p := range positions {
		samples[object] = p.sample(now)
	}
	return samples, nil
}
