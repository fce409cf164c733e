package simulated

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"

	"example.com/metrics-lab/adapter/source"
)

// position is which of n objects of a declaration one is: the i-th. n is 0 for one that is being deleted, which has no part of
// the value. It is still the declaration's object, and not another source's.
type position struct {
	declaration *declaration
	i, n        int
}

func (p position) sample(now time.Time) source.Sample {
	if p.n == 0 || p.declaration.value.Faults.Missing {
		return source.Sample{Missing: true}
	}
	return p.declaration.sampleOf(now, p.i, p.n)
}

// positions finds for each of the objects the declaration that covers it, if there is one. The error names two that do.
func (s *Source) positions(ctx context.Context, metric source.Metric, objects []types.NamespacedName) (map[types.NamespacedName]position, error) {
	found := make(map[types.NamespacedName]position, len(objects))
	namespaces := sets.New[string]()
	for _, object := range objects {
		namespaces.Insert(object.Namespace)
		for _, d := range s.index.naming(metric, object.Namespace, object.Name) {
			if err := assign(found, object, position{declaration: d, n: 1}, metric); err != nil {
				return nil, err
			}
		}
	}
	wanted := sets.New(objects...)
	for namespace := range namespaces {
		for _, d := range s.index.selecting(metric, namespace) {
			if err := s.addSelected(ctx, d, wanted, found); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// addSelected adds the wanted ones of the objects that a declaration selects. All of them count, also those that are not wanted.
func (s *Source) addSelected(ctx context.Context, d *declaration, wanted sets.Set[types.NamespacedName], found map[types.NamespacedName]position) error {
	staying, leaving, err := s.objects.Find(ctx, d.resource, d.namespace, d.selector)
	if err != nil {
		return err
	}
	for i, object := range staying {
		if !wanted.Has(object) {
			continue
		}
		if err := assign(found, object, position{declaration: d, i: i, n: len(staying)}, d.objectMetric()); err != nil {
			return err
		}
	}
	for _, object := range leaving {
		if _, taken := found[object]; !taken && wanted.Has(object) {
			found[object] = position{declaration: d}
		}
	}
	return nil
}

func assign(found map[types.NamespacedName]position, object types.NamespacedName, p position, metric source.Metric) error {
	if other, taken := found[object]; taken {
		return conflict(metric.Name, metric.Of(object), other.declaration, p.declaration)
	}
	found[object] = p
	return nil
}
