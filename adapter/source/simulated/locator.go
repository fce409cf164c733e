package simulated

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/index"
	"example.com/metrics-lab/adapter/objects"
)

// locator finds the positions of objects of a namespace among the declarations to one metric, as both are at one moment.
type locator struct {
	declared  *group // nil if there is none
	view      objects.View
	selecting index.Matcher[*declaration]
	objects   index.Cursor[*objects.Object]
	members   map[*declaration]*members
	recent    *members // those that were looked at last
	last      string   // the name of the object that was looked for last
}

// members finds those of a declaration's selection.
type members struct {
	of     *declaration
	n      int
	cursor index.Cursor[*objects.Object]
}

// locate finds what is declared, and the objects if it depends on them. The error says why they are not known.
func (s *Source) locate(ctx context.Context, of subject) (*locator, error) {
	l := &locator{declared: s.declared.about(of)}
	if l.declared == nil || l.declared.selecting.All().Len() == 0 {
		return l, nil
	}
	var err error
	l.view, err = s.objects.View(ctx, of.metric.Resource, of.namespace)
	l.selecting = index.NewMatcher(l.declared.selecting)
	l.fromTheStart()
	return l, err
}

func (l *locator) fromTheStart() {
	l.objects, l.members, l.recent, l.last = index.NewCursor(l.view.Objects()), nil, nil, ""
}

// position finds that of one object. It takes the least time if objects are asked for in the order of their names.
func (l *locator) position(object types.NamespacedName) (position, error) {
	found := position{}
	if l.declared == nil {
		return found, nil
	}
	for d := range l.declared.named.Of(named(object.Name)).All() {
		if err := l.take(&found, position{declaration: d, n: 1}, object); err != nil {
			return position{}, err
		}
	}
	if object.Name < l.last {
		l.fromTheStart()
	}
	l.last = object.Name
	known, _, ok := l.objects.Find(objects.To(object.Name))
	if !ok {
		return found, nil
	}
	for _, d := range l.matching(known) {
		if known.Leaving && found.declaration != nil {
			break
		}
		if err := l.take(&found, l.among(known, d), object); err != nil {
			return position{}, err
		}
	}
	return found, nil
}

// take takes up a position of an object, which has none yet.
func (l *locator) take(found *position, p position, object types.NamespacedName) error {
	if found.declaration != nil {
		return inOrder(found.declaration, p.declaration, p.declaration.objectMetric().Of(object))
	}
	*found = p
	return nil
}

// matching lists the declarations that select an object.
func (l *locator) matching(o *objects.Object) []*declaration {
	all := l.selecting.Matching(o.Labels)
	if len(all) > 1 {
		slices.SortFunc(all, byReference)
	}
	return all
}

// among answers the position of an object among those that a declaration selects.
func (l *locator) among(o *objects.Object, d *declaration) position {
	if o.Leaving {
		return position{declaration: d}
	}
	if !d.value.Shared() {
		return position{declaration: d, n: 1}
	}
	of := l.membersOf(d)
	_, i, _ := of.cursor.Find(objects.To(o.Name))
	return position{declaration: d, i: i, n: of.n}
}

// membersOf answers those of a declaration, which mostly is the same as the last time.
func (l *locator) membersOf(d *declaration) *members {
	if l.recent != nil && l.recent.of == d {
		return l.recent
	}
	of := l.members[d]
	if of == nil {
		staying := l.view.Members(d.selection).Staying
		of = &members{of: d, n: staying.Len(), cursor: index.NewCursor(staying)}
		if l.recent != nil { // one alone needs no map
			l.keep(l.recent)
			l.keep(of)
		}
	}
	l.recent = of
	return of
}

func (l *locator) keep(of *members) {
	if l.members == nil {
		l.members = make(map[*declaration]*members)
	}
	l.members[of.of] = of
}
