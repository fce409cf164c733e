package objects

import (
	"cmp"

	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/index"
)

// Selection is a selector by which objects are looked for again and again. Informers that follow it have its members
// at hand.
type Selection struct {
	labels.Selector
	text string
}

// NewSelection makes the selection of a selector. Selections of equal selectors are the same one.
func NewSelection(selector labels.Selector) *Selection {
	if _, selectable := selector.Requirements(); !selectable {
		return &Selection{Selector: selector, text: "(nothing)"} // it is written as the one that selects everything is
	}
	return &Selection{Selector: selector, text: selector.String()}
}

func bySelection(a, b *Selection) int { return cmp.Compare(a.text, b.text) }

// Members are the objects that a selection selects, in the order of their names: those that stay, and apart from them those
// that are being deleted, to which no new work goes. They never change.
type Members struct {
	Staying, Leaving index.List[*Object]
	selection        *Selection
}

// Members are those of a selection. If it is followed, it costs nothing to know them.
func (v View) Members(s *Selection) *Members {
	m, _, found := v.members.Find(func(m *Members) int { return bySelection(m.selection, s) })
	if found {
		return m
	}
	m = &Members{Staying: index.NewList(byName), Leaving: index.NewList(byName), selection: s}
	for _, o := range v.Select(s) {
		m.add(o)
	}
	return m
}

// Following is the view that follows a selection, and has its members at hand.
func (v View) Following(s *Selection) View {
	v.members = v.members.With(v.Members(s))
	if !v.selections.All().Has(s) {
		v.selections = v.selections.With(s)
	}
	return v
}

// NotFollowing is the view that does not follow a selection.
func (v View) NotFollowing(s *Selection) View {
	v.members = v.members.Without(&Members{selection: s})
	v.selections = v.selections.Without(s)
	return v
}

func (m *Members) add(o *Object) {
	if o.Leaving {
		m.Leaving = m.Leaving.With(o)
	} else {
		m.Staying = m.Staying.With(o)
	}
}

func (m *Members) with(o *Object) *Members {
	more := *m
	more.add(o)
	return &more
}

func (m *Members) without(o *Object) *Members {
	less := *m
	less.Staying, less.Leaving = less.Staying.Without(o), less.Leaving.Without(o)
	return &less
}
