package index

import (
	"iter"
	"slices"

	"k8s.io/apimachinery/pkg/labels"
)

// Selecting finds items that have selectors, by the labels that these may match. It never changes, as a List does not.
type Selecting[T any] struct {
	selector func(T) labels.Selector
	all      List[T]
	named    Labelled[T] // by the values that one requirement of each names
	keys     []count     // of the labels in named
	others   List[T]     // those whose selectors name no value
}

// count is how many items there are for a key.
type count struct {
	key   string
	items int
}

// NewSelecting makes an empty one. Items that compare as 0 are the same one, and have the same selector.
func NewSelecting[T any](compare func(a, b T) int, selector func(T) labels.Selector) Selecting[T] {
	return Selecting[T]{selector: selector, all: NewList(compare), named: NewLabelled(compare), others: NewList(compare)}
}

// All is the list of the items.
func (x Selecting[T]) All() List[T] { return x.all }

// Candidates are the items whose selectors may match labels, each once and in no order. Each is still to be looked at.
func (x Selecting[T]) Candidates(of labels.Set) iter.Seq[T] {
	return func(yield func(T) bool) {
		for item := range x.others.All() {
			if !yield(item) {
				return
			}
		}
		for _, k := range x.keys {
			value, ok := of[k.key]
			if !ok {
				continue
			}
			for item := range x.named.Of(Label{k.key, value}).All() {
				if !yield(item) {
					return
				}
			}
		}
	}
}

// With is the same with an item, which is not among them yet.
func (x Selecting[T]) With(item T) Selecting[T] {
	x.all = x.all.With(item)
	named := x.fewest(item)
	if named == nil {
		x.others = x.others.With(item)
		return x
	}
	for _, label := range named {
		x.named = x.named.With(label, item)
	}
	return x.counting(named[0].Key, 1)
}

// Without is the same without an item, which need not be among them.
func (x Selecting[T]) Without(item T) Selecting[T] {
	if !x.all.Has(item) {
		return x
	}
	x.all, x.others = x.all.Without(item), x.others.Without(item)
	naming, _ := requirements(x.selector(item))
	for _, named := range naming {
		if !x.named.Of(named[0]).Has(item) {
			continue
		}
		for _, label := range named {
			x.named = x.named.Without(label, item)
		}
		return x.counting(named[0].Key, -1)
	}
	return x
}

// fewest are the values that one requirement of an item's selector names: the one that the fewest others have named. There
// are none if it names no value.
func (x Selecting[T]) fewest(item T) (named []Label) {
	fewest := 0
	naming, _ := requirements(x.selector(item))
	for _, alternatives := range naming {
		others := 0
		for _, label := range alternatives {
			others += x.named.Of(label).Len()
		}
		if named == nil || others < fewest {
			named, fewest = alternatives, others
		}
	}
	return named
}

func (x Selecting[T]) counting(key string, more int) Selecting[T] {
	i := slices.IndexFunc(x.keys, func(k count) bool { return k.key == key })
	keys := slices.Clone(x.keys)
	if i < 0 {
		i, keys = len(keys), append(keys, count{key: key})
	}
	if keys[i].items += more; keys[i].items == 0 {
		keys = slices.Delete(keys, i, i+1)
	}
	x.keys = keys
	return x
}
