package index

import (
	"slices"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"
)

// Matching are the items that a selector may match: of its requirements that name values, the one that the fewest items
// meet says which. The lists have no item in common. If exact, the selector matches all of them; otherwise each is still to
// be looked at. If it names no value of any label, nothing is known: ok is false.
func (x Labelled[T]) Matching(selector labels.Selector) (lists []List[T], exact, ok bool) {
	naming, all := requirements(selector)
	fewest := -1
	for _, alternatives := range naming {
		items, n := make([]List[T], len(alternatives)), 0
		for i, label := range alternatives {
			items[i] = x.Of(label)
			n += items[i].Len()
		}
		if fewest < 0 || n < fewest {
			lists, fewest = items, n
		}
	}
	return lists, all == 1, fewest >= 0
}

// requirements are those of a selector that name values of a label, one of which is to be there, and how many there are of
// any kind.
func requirements(selector labels.Selector) (naming [][]Label, all int) {
	found, _ := selector.Requirements() // one that matches nothing has none, and names no value
	for _, r := range found {
		switch r.Operator() {
		case selection.Equals, selection.DoubleEquals, selection.In:
			naming = append(naming, alternatives(r))
		default:
		}
	}
	return naming, len(found)
}

func alternatives(of labels.Requirement) []Label {
	values := of.ValuesUnsorted()
	slices.Sort(values)
	values = slices.Compact(values)
	all := make([]Label, len(values))
	for i, value := range values {
		all[i] = Label{of.Key(), value}
	}
	return all
}
