package simulated

import (
	"context"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"

	"example.com/metrics-lab/adapter/source"
)

// Sample implements source.ObjectSource.
func (s *Source) Sample(ctx context.Context, metric source.Metric, object types.NamespacedName) (source.Sample, error) {
	samples, err := s.Samples(ctx, metric, []types.NamespacedName{object})
	if err != nil {
		return source.Sample{}, err
	}
	sample, ok := samples[object]
	if !ok {
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
	if err := s.suffer(ctx, now, claims.list()); err != nil {
		return nil, err
	}
	samples := make(map[types.NamespacedName]source.Sample, len(places))
	for object, p := range places {
		if !p.claim.faults.missing {
			samples[object] = p.claim.part(now, p.i, p.n)
		}
	}
	return samples, nil
}

// place is that of an object in the claim that covers it: the i-th of n objects.
type place struct {
	claim *claim
	i, n  int
}

// places finds for each of the objects the claim that covers it, if there is one. The error names two that do.
func (s *Source) places(ctx context.Context, metric source.Metric, objects []types.NamespacedName) (map[types.NamespacedName]place, error) {
	found := make(map[types.NamespacedName]place, len(objects))
	namespaces := sets.New[string]()
	for _, object := range objects {
		namespaces.Insert(object.Namespace)
		for _, c := range s.index.naming(metric, object.Namespace, object.Name) {
			if err := take(found, object, place{claim: c, n: 1}, metric); err != nil {
				return nil, err
			}
		}
	}
	wanted := sets.New(objects...)
	for namespace := range namespaces {
		for _, c := range s.index.selecting(metric, namespace) {
			if err := s.placesOf(ctx, c, wanted, found); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// placesOf adds the wanted ones of the objects that a claim selects. All of them count, also those that are not wanted.
func (s *Source) placesOf(ctx context.Context, c *claim, wanted sets.Set[types.NamespacedName], found map[types.NamespacedName]place) error {
	selected, err := s.objects.Find(ctx, c.resource, c.namespace, c.selector)
	if err != nil {
		return err
	}
	for i, object := range selected {
		if !wanted.Has(object) {
			continue
		}
		if err := take(found, object, place{claim: c, i: i, n: len(selected)}, c.about()); err != nil {
			return err
		}
	}
	return nil
}

func take(found map[types.NamespacedName]place, object types.NamespacedName, p place, metric source.Metric) error {
	if other, taken := found[object]; taken {
		return conflict(metric.Name, describe(metric, object), other.claim, p.claim)
	}
	found[object] = p
	return nil
}
