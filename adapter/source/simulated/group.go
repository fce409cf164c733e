package simulated

import (
	"cmp"

	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/index"
)

// group is the declarations of one subject at one moment. It never changes; with and without make another one. Whatever it
// lists is in the order of the references, so that answers are.
type group struct {
	all    index.List[*declaration]
	faulty int // how many of them are broken or have faults

	// Of a metric about objects: the declarations that name an object, by its name, and those that select objects.
	named     index.Labelled[*declaration]
	selecting index.Selecting[*declaration]

	// Of an external metric: the declarations by their labels and by the whole of them, and how many say nothing new.
	labelled index.Labelled[*declaration]
	series   index.Labelled[*declaration]
	twins    int
}

func newGroup() group {
	return group{
		all:       index.NewList(byReference),
		named:     index.NewLabelled(byReference),
		selecting: index.NewSelecting(byReference, func(d *declaration) labels.Selector { return d.selection }),
		labelled:  index.NewLabelled(byReference),
		series:    index.NewLabelled(byReference),
	}
}

func byReference(a, b *declaration) int {
	return cmp.Or(
		cmp.Compare(a.reference.kind, b.reference.kind),
		cmp.Compare(a.reference.namespace, b.reference.namespace),
		cmp.Compare(a.reference.name, b.reference.name),
	)
}

// with is the group with a declaration, which is not in it.
func (g group) with(d *declaration) group {
	g.all = g.all.With(d)
	if d.faulty() {
		g.faulty++
	}
	switch {
	case d.incomplete():
	case d.external:
		if g.series.Of(whole(d)).Len() > 0 {
			g.twins++
		}
		g.labelled, g.series = g.labelled.WithAll(d.labels, d), g.series.With(whole(d), d)
	case d.selection != nil:
		g.selecting = g.selecting.With(d)
	default:
		g.named = g.named.With(named(d.name), d)
	}
	return g
}

// without is the group without a declaration, which is in it.
func (g group) without(d *declaration) group {
	g.all = g.all.Without(d)
	if d.faulty() {
		g.faulty--
	}
	switch {
	case d.incomplete():
	case d.external:
		g.labelled, g.series = g.labelled.WithoutAll(d.labels, d), g.series.Without(whole(d), d)
		if g.series.Of(whole(d)).Len() > 0 {
			g.twins--
		}
	case d.selection != nil:
		g.selecting = g.selecting.Without(d)
	default:
		g.named = g.named.Without(named(d.name), d)
	}
	return g
}

// named is the label by which declarations are found that name an object.
func named(object string) index.Label { return index.Label{Key: object} }

// whole is the label by which declarations of one series are found.
func whole(d *declaration) index.Label { return index.Label{Key: d.series} }
