package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

// sample asks the sources for the value of one object: the first that has the metric of it answers. The error is
// source.ErrUnknownMetric if none has.
func (t target) sample(ctx context.Context, object types.NamespacedName) (source.Sample, error) {
	for _, s := range t.sources {
		sample, err := s.Sample(ctx, t.metric, object)
		switch {
		case err == nil && sample.Unknown:
			continue
		case err == nil && sample.Missing:
			return source.Sample{}, source.ErrNoSample
		}
		if !errors.Is(err, source.ErrUnknownMetric) {
			return sample, err
		}
	}
	return source.Sample{}, source.ErrUnknownMetric
}

// samples asks the first source for the values of all objects, and each of the others for those that are left. There is one
// for each object, in their order. An error of one source is that of the answer as a whole: a list without the objects that
// it is about would look complete.
func (t target) samples(ctx context.Context, objects []types.NamespacedName) ([]source.Sample, error) {
	var all answers
	for _, s := range t.sources {
		asked := all.left(objects)
		if all.known && len(asked) == 0 {
			break
		}
		samples, err := s.Samples(ctx, t.metric, asked)
		if errors.Is(err, source.ErrUnknownMetric) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(samples) != len(asked) {
			return nil, fmt.Errorf("a source answered %d samples of %d objects", len(samples), len(asked))
		}
		all.add(samples)
	}
	if !all.known {
		return nil, source.ErrUnknownMetric
	}
	return all.samples, nil
}

// answers are what sources have answered so far.
type answers struct {
	samples []source.Sample
	known   bool  // one of them has answered
	unknown []int // which samples the next one is asked for
}

// left are the objects that the next source is asked for: at first, all of them.
func (a *answers) left(objects []types.NamespacedName) []types.NamespacedName {
	if !a.known {
		return objects
	}
	left := make([]types.NamespacedName, len(a.unknown))
	for i, at := range a.unknown {
		left[i] = objects[at]
	}
	return left
}

// add takes up the answer to what was left. The first one is copied if another one is to be added: a slice that a source
// answers is the source's own.
func (a *answers) add(samples []source.Sample) {
	if !a.known {
		a.samples, a.known = samples, true
		for i := range samples {
			if samples[i].Unknown {
				a.unknown = append(a.unknown, i)
			}
		}
		return
	}
	a.samples = slices.Clone(a.samples)
	var unknown []int
	for i, at := range a.unknown {
		a.samples[at] = samples[i]
		if samples[i].Unknown {
			unknown = append(unknown, at)
		}
	}
	a.unknown = unknown
}
