package simulated

import (
	"cmp"
	"sync"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/source"
)

// declared finds the declarations that a request is about, at a cost that does not depend on how many others there are. It is
// safe for concurrent use, and who reads waits for nobody.
type declared struct {
	groups   sync.Map // *group by subject; none is empty
	objects  *catalog[source.Metric]
	external *catalog[string]

	mu           sync.Mutex // held while anything is changed
	declarations map[reference]*declaration
}

func newDeclared() *declared {
	return &declared{
		objects:      newCatalog(compareMetrics),
		external:     newCatalog(cmp.Compare[string]),
		declarations: make(map[reference]*declaration),
	}
}

// put adds a declaration, in place of the one of the same reference, which it returns; nil if there was none.
func (x *declared) put(d *declaration) (before *declaration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	before = x.declarations[d.reference]
	x.declarations[d.reference] = d
	if before != nil && before.subject() == d.subject() { // who reads finds one of them, whenever that is
		x.replaceLocked(d.subject(), func(g group) group { return g.without(before).with(d) })
		return before
	}
	x.replaceLocked(d.subject(), func(g group) group { return g.with(d) })
	x.takeOutLocked(before)
	return before
}

// remove deletes the declaration of a reference, which it returns; nil if there is none.
func (x *declared) remove(o reference) (before *declaration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	before = x.declarations[o]
	delete(x.declarations, o)
	x.takeOutLocked(before)
	return before
}

func (x *declared) takeOutLocked(d *declaration) {
	if d != nil {
		x.replaceLocked(d.subject(), func(g group) group { return g.without(d) })
	}
}

// replaceLocked leaves nothing empty behind: what is there is what is discovered.
func (x *declared) replaceLocked(of subject, replace func(group) group) {
	before := newGroup()
	known := x.about(of)
	if known != nil {
		before = *known
	}
	switch after := replace(before); {
	case after.all.Len() == 0:
		x.groups.Delete(of)
		x.listLocked(of, -1)
	case known != nil:
		x.groups.Store(of, &after)
	default:
		x.groups.Store(of, &after)
		x.listLocked(of, 1)
	}
}

// listLocked has the metric of a subject be listed in one more namespace, or in one less.
func (x *declared) listLocked(of subject, more int) {
	switch {
	case of == subject{}:
	case of.external:
		x.external.count(of.metric.Name, more)
	default:
		x.objects.count(of.metric, more)
	}
}

// about answers the declarations of a subject; nil if there are none.
func (x *declared) about(of subject) *group {
	found, _ := x.groups.Load(of)
	g, _ := found.(*group)
	return g
}

// subjects lists those that are about objects of a resource: in a namespace, or in all of them if it is empty.
func (x *declared) subjects(resource schema.GroupResource, namespace string) []subject {
	var all []subject
	x.groups.Range(func(key, _ any) bool {
		of := key.(subject)
		if !of.external && of.metric.Resource == resource && (namespace == "" || of.namespace == namespace) {
			all = append(all, of)
		}
		return true
	})
	return all
}

// count answers how many declarations can be used, and how many cannot.
func (x *declared) count() (usable, broken int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, d := range x.declarations {
		if d.broken == nil {
			usable++
		} else {
			broken++
		}
	}
	return usable, broken
}
