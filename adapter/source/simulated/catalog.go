package simulated

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"example.com/metrics-lab/adapter/index"
	"example.com/metrics-lab/adapter/source"
)

// catalog lists the metrics that are declared. Who reads it waits for nobody.
type catalog[T comparable] struct {
	counts map[T]int // in how many namespaces each is; only who changes the index looks at it
	now    atomic.Pointer[listing[T]]
}

// listing is what a catalog lists at one moment.
type listing[T comparable] struct {
	sorted index.List[T]
	slice  func() []T // makes it when it is first asked for
}

func newCatalog[T comparable](compare func(a, b T) int) *catalog[T] {
	c := &catalog[T]{counts: make(map[T]int)}
	c.set(index.NewList(compare))
	return c
}

func (c *catalog[T]) set(sorted index.List[T]) {
	c.now.Store(&listing[T]{sorted: sorted, slice: sync.OnceValue(func() []T { return slices.Collect(sorted.All()) })})
}

// count has a metric be in more namespaces, or in less.
func (c *catalog[T]) count(metric T, more int) {
	c.counts[metric] += more
	switch c.counts[metric] {
	case 0:
		delete(c.counts, metric)
		c.set(c.now.Load().sorted.Without(metric))
	case more: // the first one
		c.set(c.now.Load().sorted.With(metric))
	}
}

// list is the same slice as long as nothing has changed.
func (c *catalog[T]) list() []T { return c.now.Load().slice() }

func (c *catalog[T]) has(metric T) bool { return c.now.Load().sorted.Has(metric) }

func compareMetrics(a, b source.Metric) int {
	return cmp.Or(
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Resource.Resource, b.Resource.Resource),
		cmp.Compare(a.Resource.Group, b.Resource.Group),
		cmp.Compare(in(a), in(b)),
	)
}

// in is 1 for objects in namespaces.
func in(metric source.Metric) int {
	if metric.Namespaced {
		return 1
	}
	return 0
}
