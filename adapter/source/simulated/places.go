package simulated

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"

	"example.com/metrics-lab/adapter/source"
)

// place is that of an object in the claim that covers it: the i-th of n objects, or beside them if n is 0. An object that
// is being deleted has no part of a value, but is no other source's for that.
type place struct {
	claim *claim
	i, n  int
}

func (p place) sample(now time.Time) source.Sample {
	if p.n == 0 || p.claim.value.Faults.Missing {
		return source.Sample{Missing: true}
	}
	return p.claim.part(now, p.i, p.n)
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
	staying, leaving, err := s.objects.Find(ctx, c.resource, c.namespace, c.selector)
	if err != nil {
		return err
	}
	for i, object := range staying {
		if !wanted.Has(object) {
			continue
		}
		if err := take(found, object, place{claim: c, i: i, n: len(staying)}, c.about()); err != nil {
			return err
		}
	}
	for _, object := range leaving {
		if _, taken := found[object]; !taken && wanted.Has(object) {
			found[object] = place{claim: c}
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
