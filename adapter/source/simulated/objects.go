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
	places, err := s.places(ctx, metric, objects)
	if err != nil {
		return nil, err
	}
	claims := make(claimSet)
	for _, p := range places {
		claims[p.claim.owner] = p.claim
	}
	if err := s.injectFaults(ctx, now, claims.list()); err != nil {
		return nil, err
	}
	samples := make(map[types.NamespacedName]source.Sample, len(places))
	for object, p := range places {
		samples[object] = p.sample(now)
	}
	return samples, nil
}
