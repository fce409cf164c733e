package provider

import (
	"context"
	"errors"
	"maps"

	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

// sample asks the sources for the value of one object: the first that has the metric of it answers. The error is
// source.ErrUnknownMetric if none has.
func (t target) sample(ctx context.Context, object types.NamespacedName) (source.Sample, error) {
	for _, s := range t.sources {
		sample, err := s.Sample(ctx, t.metric, object)
		if err == nil && sample.Missing {
			return source.Sample{}, source.ErrNoSample
		}
		if !errors.Is(err, source.ErrUnknownMetric) {
			return sample, err
		}
	}
	return source.Sample{}, source.ErrUnknownMetric
}

// samples asks the first source for the values of all objects, and each of the others for those that are left. An error
// of one is that of the answer as a whole: a list without the objects that it is about would look complete.
func (t target) samples(ctx context.Context, objects []types.NamespacedName) (map[types.NamespacedName]source.Sample, error) {
	var all map[types.NamespacedName]source.Sample
	unknown := source.ErrUnknownMetric // until a source answers
	for _, s := range t.sources {
		if unknown == nil {
			objects = without(objects, all)
			if len(objects) == 0 {
				break
			}
		}
		samples, err := s.Samples(ctx, t.metric, objects)
		if errors.Is(err, source.ErrUnknownMetric) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all, unknown = joined(all, samples), nil
	}
	return all, unknown
}

// without are the objects that are not answered.
func without(objects []types.NamespacedName, answered map[types.NamespacedName]source.Sample) []types.NamespacedName {
	var left []types.NamespacedName
	for _, object := range objects {
		if _, ok := answered[object]; !ok {
			left = append(left, object)
		}
	}
	return left
}

// joined are the samples of two answers, the earlier of which counts where both have one. It copies, as a map that a
// source answers is the source's own.
func joined(earlier, later map[types.NamespacedName]source.Sample) map[types.NamespacedName]source.Sample {
	if len(earlier) == 0 {
		return later
	}
	all := make(map[types.NamespacedName]source.Sample, len(earlier)+len(later))
	maps.Copy(all, later)
	maps.Copy(all, earlier)
	return all
}
