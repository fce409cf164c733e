package simulated

import (
	"context"

	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/index"
	"example.com/metrics-lab/adapter/objects"
)

// coverage tells which objects, or which series, each declaration of a subject is about.
type coverage struct {
	declared *group
	view     objects.View
	external bool
	err      error // why it is not known which objects there are
}

// cover looks at the objects that there are.
func (s *Source) cover(ctx context.Context, of subject, declared *group) coverage {
	if of.external {
		return coverage{declared: declared, external: true}
	}
	view, err := s.objects.View(ctx, of.metric.Resource, of.namespace)
	return coverage{declared: declared, view: view, err: err}
}

// count is how many objects there are that a declaration is about; nil if it is about something else.
func (c coverage) count(d *declaration) *int32 {
	var n int32
	switch {
	case c.external:
		return nil
	case d.selection != nil:
		n = int32(c.view.Members(d.selection).Staying.Len()) //nolint:gosec // a cluster has fewer
	case c.view.Has(d.name):
		n = 1
	}
	return &n
}

// conflict names another declaration that is about the same as one, if there is one.
func (c coverage) conflict(d *declaration) error {
	if c.external {
		if other := another(c.declared.series.Of(whole(d)), d); other != nil {
			return inOrder(d, other, describeSeries(d))
		}
		return nil
	}
	if d.selection == nil {
		return c.conflictAt(d, d.name)
	}
	for o := range c.view.Members(d.selection).Staying.All() {
		if err := c.conflictAt(d, o.Name); err != nil {
			return err
		}
	}
	return nil
}

// conflictAt names another declaration that is about the same object as one.
func (c coverage) conflictAt(d *declaration, name string) error {
	if c.declared.all.Len() == 1 {
		return nil
	}
	object := types.NamespacedName{Namespace: d.namespace, Name: name}
	if other := another(c.declared.named.Of(named(name)), d); other != nil {
		return inOrder(d, other, d.objectMetric().Of(object))
	}
	o, found := c.view.Get(name)
	if !found || o.Leaving {
		return nil
	}
	for other := range c.declared.selecting.Candidates(o.Labels) {
		if other != d && other.selection.Matches(o.Labels) {
			return inOrder(d, other, d.objectMetric().Of(object))
		}
	}
	return nil
}

// another is one of the declarations that is not a certain one; nil if there is none.
func another(of index.List[*declaration], d *declaration) *declaration {
	for other := range of.All() {
		if other != d {
			return other
		}
	}
	return nil
}

// inOrder is the conflict of two declarations, which says the same of both.
func inOrder(a, b *declaration, what string) error {
	if byReference(a, b) > 0 {
		a, b = b, a
	}
	return conflict(a.metric, what, a, b)
}
