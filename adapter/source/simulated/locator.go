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
	declared group
	view     objects.View
	objects  index.Cursor[*objects.Object]
	members  map[*declaration]*members
	last     string // the name of the object that was looked for last
}

// members finds those of a declaration's selection.
type members struct {
	n      int
	cursor index.Cursor[*objects.Object]
}

// locate finds what is declared, and the objects if it depends on them. The error says why they are not known.
func (s *Source) locate(ctx context.Context, of subject) (locator, error) {
	declared, _ := s.declared.about(of)
	in := locator{declared: declared}
	var err error
	if declared.selecting.All().Len() > 0 {
		in.view, err = s.objects.View(ctx, of.metric.Resource, of.namespace)
	}
	in.fromTheStart()
	return in, err
}

func (l *locator) fromTheStart() {
	l.objects, l.members, l.last = index.NewCursor(l.view.Objects()), make(map[*declaration]*members), ""
}

// position finds that of one object. It takes the least time if objects are asked for in the order of their names.
func (l *locator) position(object types.NamespacedName) (position, error) {
	found := position{}
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
	for _, d := range l.selecting(known) {
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

// selecting lists the declarations that select an object.
func (l *locator) selecting(o *objects.Object) []*declaration {
	var all []*declaration
	for d := range l.declared.selecting.Candidates(o.Labels) {
		if d.selection.Matches(o.Labels) {
			all = append(all, d)
		}
	}
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
	of := l.members[d]
	if of == nil {
		staying := l.view.Members(d.selection).Staying
		of = &members{n: staying.Len(), cursor: index.NewCursor(staying)}
		l.members[d] = of
	}
	_, i, _ := of.cursor.Find(objects.To(o.Name))
	return position{declaration: d, i: i, n: of.n}
}
