package index

import (
	"cmp"

	"k8s.io/apimachinery/pkg/labels"
)

// Label is one of the labels of an item.
type Label struct{ Key, Value string }

func (l Label) compare(other Label) int {
	return cmp.Or(cmp.Compare(l.Key, other.Key), cmp.Compare(l.Value, other.Value))
}

// Labelled finds items by their labels. It never changes, as a List does not.
type Labelled[T any] struct {
	compare func(a, b T) int
	buckets List[*bucket[T]]
}

// bucket is the items with a label. It never changes.
type bucket[T any] struct {
	label Label
	items List[T]
}

// NewLabelled makes an empty one.
func NewLabelled[T any](compare func(a, b T) int) Labelled[T] {
	return Labelled[T]{
		compare: compare,
		buckets: NewList(func(a, b *bucket[T]) int { return a.label.compare(b.label) }),
	}
}

// With has an item be found by a label.
func (x Labelled[T]) With(label Label, item T) Labelled[T] {
	x.buckets = x.buckets.With(&bucket[T]{label, x.Of(label).With(item)})
	return x
}

// Without has an item not be found by a label any more.
func (x Labelled[T]) Without(label Label, item T) Labelled[T] {
	if left := x.Of(label).Without(item); left.Len() > 0 {
		x.buckets = x.buckets.With(&bucket[T]{label, left})
	} else {
		x.buckets = x.buckets.Without(&bucket[T]{label: label})
	}
	return x
}

// WithAll has an item be found by each of its labels.
func (x Labelled[T]) WithAll(of labels.Set, item T) Labelled[T] {
	for key, value := range of {
		x = x.With(Label{key, value}, item)
	}
	return x
}

// WithoutAll has an item not be found by its labels any more.
func (x Labelled[T]) WithoutAll(of labels.Set, item T) Labelled[T] {
	for key, value := range of {
		x = x.Without(Label{key, value}, item)
	}
	return x
}

// Of are the items with a label.
func (x Labelled[T]) Of(label Label) List[T] {
	b, _, found := x.buckets.Find(func(b *bucket[T]) int { return b.label.compare(label) })
	if !found {
		return NewList(x.compare)
	}
	return b.items
}
