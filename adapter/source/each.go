package source

import (
	"context"
	"errors"

	"k8s.io/apimachinery/pkg/types"
)

// SampleFunc is the signature of ObjectSource.Sample.
type SampleFunc func(ctx context.Context, metric Metric, object types.NamespacedName) (Sample, error)

// Each implements ObjectSource.Samples by asking for one object after the other. Samples for which the error is
// ErrUnknownMetric are Unknown, and those for which it is ErrNoSample are Missing. It stops at any other error.
func Each(ctx context.Context, metric Metric, objects []types.NamespacedName, sample SampleFunc) ([]Sample, error) {
	samples := make([]Sample, len(objects))
	for i, object := range objects {
		s, err := sample(ctx, metric, object)
		switch {
		case errors.Is(err, ErrUnknownMetric):
			s = Sample{Unknown: true}
		case errors.Is(err, ErrNoSample):
			s = Sample{Missing: true}
		case err != nil:
			return nil, err
		}
		samples[i] = s
	}
	return samples, nil
}
