package simulated

import (
	"context"
	"slices"

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
	switch sample := samples[0]; {
	case sample.Unknown:
		return source.Sample{}, source.ErrUnknownMetric
	case sample.Missing:
		return source.Sample{}, source.ErrNoSample
	default:
		return sample, nil
	}
}

// Samples implements source.ObjectSource.
func (s *Source) Samples(ctx context.Context, metric source.Metric, objects []types.NamespacedName) ([]source.Sample, error) {
	if err := s.refused(); err != nil {
		return nil, err
	}
	now := s.clock.Now()
	positions, err := s.positions(ctx, metric, objects)
	if err != nil {
		return nil, err
	}
	if err := s.injectFaults(ctx, now, declarationsOf(positions)); err != nil {
		return nil, err
	}
	samples := make([]source.Sample, len(positions))
	for i, p := range positions {
		samples[i] = p.sample(now)
	}
	return samples, nil
}

// declarationsOf lists the declarations of positions, each once, in the order of their references.
func declarationsOf(positions []position) []*declaration {
	var all []*declaration
	for _, p := range positions {
		if d := p.declaration; d != nil && (len(all) == 0 || all[len(all)-1] != d) {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, byReference)
	return slices.Compact(all)
}
