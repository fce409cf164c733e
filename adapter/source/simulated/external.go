package simulated

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/index"
	"example.com/metrics-lab/adapter/source"
)

// ExternalSamples implements source.ExternalSource. A namespace sees what is declared in it. The error is
// source.ErrUnknownMetric if nothing is, and source.ErrNoSample if all series that are asked for are declared to be missing.
func (s *Source) ExternalSamples(ctx context.Context, namespace, metric string, selector labels.Selector) ([]source.Sample, error) {
	if err := s.refused(); err != nil {
		return nil, err
	}
	now := s.clock.Now()
	declared := s.declared.about(externalSubject(metric, namespace))
	if declared == nil {
		return nil, source.ErrUnknownMetric
	}
	declarations := declared.selected(selector)
	if declared.twins > 0 {
		if err := differ(declarations); err != nil {
			return nil, err
		}
	}
	if declared.faulty > 0 {
		if err := s.injectFaults(ctx, now, declarations); err != nil {
			return nil, err
		}
	}
	samples := make([]source.Sample, 0, len(declarations))
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

// selected are the declarations whose labels match.
func (g *group) selected(selector labels.Selector) []*declaration {
	lists, exact, ok := g.labelled.Matching(selector)
	if !ok {
		lists, exact = []index.List[*declaration]{g.all}, selector.Empty()
	}
	n := 0
	for _, list := range lists {
		n += list.Len()
	}
	matching := make([]*declaration, 0, n)
	for _, list := range lists {
		for d := range list.All() {
			if exact || selector.Matches(d.labels) {
				matching = append(matching, d)
			}
		}
	}
	if len(lists) > 1 {
		slices.SortFunc(matching, byReference)
	}
	return matching
}

// differ tells whether each of the declarations is about another series. The error names two that are about the same.
func differ(declarations []*declaration) error {
	series := make(map[string]*declaration, len(declarations))
	for _, d := range declarations {
		if other, taken := series[d.series]; taken {
			return conflict(d.metric, describeSeries(d), other, d)
		}
		series[d.series] = d
	}
	return nil
}
