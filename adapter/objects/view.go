package objects

import (
	"cmp"
	"iter"
	"slices"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/index"
)

// Object is what is known of an object of the cluster. It never changes.
type Object struct {
	types.NamespacedName
	Labels labels.Set
	// Leaving tells whether it is being deleted.
	Leaving bool
}

// View is the objects of a resource in one namespace as they are at one moment. The namespace of root-scoped objects is
// empty. It never changes; With and the like make another one.
type View struct {
	objects    index.List[*Object]
	labelled   index.Labelled[*Object]
	selections index.Selecting[*Selection] // those that are followed
	members    index.List[*Members]        // of each of them
}

// NewView makes a view without objects.
func NewView() View {
	return View{
		objects:    index.NewList(byName),
		labelled:   index.NewLabelled(byName),
		selections: index.NewSelecting(bySelection, func(s *Selection) labels.Selector { return s }),
		members:    index.NewList(func(a, b *Members) int { return bySelection(a.selection, b.selection) }),
	}
}

func byName(a, b *Object) int { return cmp.Compare(a.Name, b.Name) }

// To tells index.List.Find which object is wanted.
func To(name string) func(*Object) int {
	return func(o *Object) int { return cmp.Compare(o.Name, name) }
}

// Objects are all objects, in the order of their names.
func (v View) Objects() index.List[*Object] { return v.objects }

// Get answers an object.
func (v View) Get(name string) (o *Object, found bool) {
	o, _, found = v.objects.Find(To(name))
	return o, found
}

// Has tells whether there is an object.
func (v View) Has(name string) bool {
	_, found := v.Get(name)
	return found
}

// Select lists the objects whose labels match, in the order of their names.
func (v View) Select(selector labels.Selector) []*Object {
	lists, exact, ok := v.labelled.Matching(selector)
	if !ok {
		lists, exact = []index.List[*Object]{v.objects}, selector.Empty()
	}
	n := 0
	if exact {
		for _, list := range lists {
			n += list.Len()
		}
	}
	found := make([]*Object, 0, n)
	for o := range joined(lists) {
		if exact || selector.Matches(o.Labels) {
			found = append(found, o)
		}
	}
	if len(lists) > 1 {
		slices.SortFunc(found, byName)
	}
	return found
}

func joined(lists []index.List[*Object]) iter.Seq[*Object] {
	return func(yield func(*Object) bool) {
		for _, list := range lists {
			for o := range list.All() {
				if !yield(o) {
					return
				}
			}
		}
	}
}

// With is the view with an object, in place of the one of its name.
func (v View) With(o *Object) View {
	v = v.Without(o.Name)
	v.objects = v.objects.With(o)
	v.labelled = v.labelled.WithAll(o.Labels, o)
	return v.counting(o, (*Members).with)
}

// Without is the view without an object, which need not be in it.
func (v View) Without(name string) View {
	o, found := v.Get(name)
	if !found {
		return v
	}
	v.objects = v.objects.Without(o)
	v.labelled = v.labelled.WithoutAll(o.Labels, o)
	return v.counting(o, (*Members).without)
}

// counting changes the members of the selections that an object is in.
func (v View) counting(o *Object, change func(*Members, *Object) *Members) View {
	for s := range v.selections.Candidates(o.Labels) {
		if s.Matches(o.Labels) {
			v.members = v.members.With(change(v.Members(s), o))
		}
	}
	return v
}
