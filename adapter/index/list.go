package index

import (
	"iter"
	"slices"
	"sort"
)

// pageSize is how many items a page has at most. A change copies one page and the list of pages, so it is about the root of
// the lengths that are wanted to be cheap: 10,000 and more.
const pageSize = 256

// List is a list of items in order, each once. It never changes: With and Without make another one, which shares with it
// what is the same. The zero List is not to be used; NewList makes an empty one.
type List[T any] struct {
	compare func(a, b T) int
	pages   []page[T] // none is empty
}

type page[T any] struct {
	items  []T
	before int // how many items there are in the pages before
}

// NewList makes a list. Items that compare as 0 are the same one.
func NewList[T any](compare func(a, b T) int) List[T] { return List[T]{compare: compare} }

// Len is the number of items.
func (l List[T]) Len() int {
	if len(l.pages) == 0 {
		return 0
	}
	last := l.pages[len(l.pages)-1]
	return last.before + len(last.items)
}

// All are the items in their order.
func (l List[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, p := range l.pages {
			for _, item := range p.items {
				if !yield(item) {
					return
				}
			}
		}
	}
}

// Find finds the item for which to answers 0, and how many are before it. It answers less than 0 for those before that
// item, and more for those behind it.
func (l List[T]) Find(to func(T) int) (item T, rank int, found bool) {
	p, i, found := l.position(to)
	if !found {
		return item, 0, false
	}
	return l.pages[p].items[i], l.pages[p].before + i, true
}

// position is where an item is, or would be: behind the last one of a page rather than before the first one of the next.
func (l List[T]) position(to func(T) int) (p, i int, found bool) {
	p = max(0, sort.Search(len(l.pages), func(p int) bool { return to(l.pages[p].items[0]) > 0 })-1)
	if p == len(l.pages) {
		return p, 0, false
	}
	i, found = sort.Find(len(l.pages[p].items), func(i int) int { return -to(l.pages[p].items[i]) })
	return p, i, found
}

func (l List[T]) positionOf(item T) (p, i int, found bool) {
	return l.position(func(other T) int { return l.compare(other, item) })
}

// Has tells whether an item is in the list.
func (l List[T]) Has(item T) bool {
	_, _, found := l.positionOf(item)
	return found
}

// With is the list with an item, in place of the one that is the same, if there is one.
func (l List[T]) With(item T) List[T] {
	p, i, found := l.positionOf(item)
	if len(l.pages) == 0 {
		return l.with(0, 0, []T{item})
	}
	old := l.pages[p].items
	if found {
		items := slices.Clone(old)
		items[i] = item
		return l.with(p, p+1, items)
	}
	items := make([]T, 0, len(old)+1)
	items = append(append(append(items, old[:i]...), item), old[i:]...)
	if half := len(items) / 2; len(items) > pageSize {
		return l.with(p, p+1, slices.Clone(items[:half]), slices.Clone(items[half:]))
	}
	return l.with(p, p+1, items)
}

// Without is the list without an item, which need not be in it.
func (l List[T]) Without(item T) List[T] {
	p, i, found := l.positionOf(item)
	if !found {
		return l
	}
	old := l.pages[p].items
	items := append(append(make([]T, 0, len(old)-1), old[:i]...), old[i+1:]...)
	switch fits := func(p int) bool { return p >= 0 && p < len(l.pages) && len(items)+len(l.pages[p].items) <= pageSize/2 }; {
	case len(items) == 0:
		return l.with(p, p+1)
	case fits(p + 1):
		return l.with(p, p+2, append(items, l.pages[p+1].items...))
	case fits(p - 1):
		return l.with(p-1, p+1, append(slices.Clone(l.pages[p-1].items), items...))
	}
	return l.with(p, p+1, items)
}

// with is the list with other pages in place of those from one on and before another.
func (l List[T]) with(from, to int, others ...[]T) List[T] {
	pages := make([]page[T], 0, len(l.pages)-(to-from)+len(others))
	pages = append(pages, l.pages[:from]...)
	for _, items := range others {
		pages = append(pages, page[T]{items: items})
	}
	pages = append(pages, l.pages[to:]...)
	for p := max(1, from); p < len(pages); p++ {
		pages[p].before = pages[p-1].before + len(pages[p-1].items)
	}
	if from == 0 && len(pages) > 0 {
		pages[0].before = 0
	}
	return List[T]{compare: l.compare, pages: pages}
}
