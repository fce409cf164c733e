package simulated

import (
	"context"

	"k8s.io/apimachinery/pkg/types"
)

// coverage is which objects, or which series, the declarations of a subject are about.
type coverage struct {
	objects   map[reference]*int32 // how many there are; of external metrics nothing
	conflicts map[reference]error  // one of those that a declaration is in
	err       error                // why it is not known which objects there are
}

// cover finds what each of the declarations of a subject is about, and which two are about the same.
func (s *Source) cover(ctx context.Context, of subject, declarations []*declaration) coverage {
	c := coverage{objects: make(map[reference]*int32), conflicts: make(map[reference]error)}
	if of.external {
		series := make(map[string]*declaration, len(declarations))
		for _, d := range declarations {
			assignTo(c, series, d.labels.String(), d, func() string { return describeSeries(d) })
		}
		return c
	}
	covering := make(map[types.NamespacedName]*declaration)
	for _, d := range declarations {
		objects, existing, err := s.objectsOf(ctx, d)
		if err != nil {
			c.err = err
			return c
		}
		c.objects[d.reference] = &existing
		for _, object := range objects {
			assignTo(c, covering, object, d, func() string { return of.metric.Of(object) })
		}
	}
	return c
}

// objectsOf lists the objects that a declaration is about, and says how many of them exist: one that it names may not.
func (s *Source) objectsOf(ctx context.Context, d *declaration) (objects []types.NamespacedName, existing int32, err error) {
	if d.selector != nil {
		objects, _, err = s.objects.Find(ctx, d.resource, d.namespace, d.selector)
		return objects, int32(len(objects)), err //nolint:gosec // a cluster has fewer
	}
	object := types.NamespacedName{Namespace: d.namespace, Name: d.name}
	exists, err := s.objects.Has(ctx, d.resource, object)
	if exists {
		existing = 1
	}
	return []types.NamespacedName{object}, existing, err
}

// assignTo notes that a declaration is about what a key stands for, or that two are.
func assignTo[K comparable](c coverage, covering map[K]*declaration, key K, d *declaration, what func() string) {
	other, taken := covering[key]
	if !taken {
		covering[key] = d
		return
	}
	if c.conflicts[d.reference] == nil {
		c.conflicts[d.reference] = conflict(d.metric, what(), other, d)
	}
	if c.conflicts[other.reference] == nil {
		c.conflicts[other.reference] = conflict(d.metric, what(), other, d)
	}
}
