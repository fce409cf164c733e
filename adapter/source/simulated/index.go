package simulated

import (
	"maps"
	"slices"
	"sync"

	"example.com/metrics-lab/adapter/source"
)

// index holds the declarations so that a request finds those that it is about, at a cost that does not depend on how many
// others there are. It is safe for concurrent use.
type index struct {
	mu           sync.RWMutex
	declarations map[reference]*declaration
	objects      map[source.Metric]map[string]*described // by namespace, which is empty for root-scoped objects
	external     map[string]map[string]set               // by metric and namespace
	incomplete   set
}

// described are the declarations to one metric about objects in one namespace.
type described struct {
	named     map[string]set // by the name of the object
	selecting set
}

func newIndex() *index {
	return &index{
		declarations: make(map[reference]*declaration),
		objects:      make(map[source.Metric]map[string]*described),
		external:     make(map[string]map[string]set),
		incomplete:   make(set),
	}
}

// put adds a declaration, in place of the one of the same reference, which it returns; nil if there was none.
func (x *index) put(d *declaration) (before *declaration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	before = x.declarations[d.reference]
	x.removeLocked(d.reference)
	x.declarations[d.reference] = d
	switch {
	case d.incomplete():
		x.incomplete[d.reference] = d
	case d.external:
		insertInto(submap(x.external, d.metric), d.namespace, d)
	default:
		x.describeLocked(d)
	}
	return before
}

// describeLocked adds a declaration that is about objects.
func (x *index) describeLocked(d *declaration) {
	namespaces := submap(x.objects, d.objectMetric())
	of, ok := namespaces[d.namespace]
	if !ok {
		of = &described{named: make(map[string]set), selecting: make(set)}
		namespaces[d.namespace] = of
	}
	if d.selector != nil {
		of.selecting[d.reference] = d
		return
	}
	insertInto(of.named, d.name, d)
}

// remove deletes the declaration of a reference, which it returns; nil if there is none.
func (x *index) remove(o reference) (before *declaration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	before = x.declarations[o]
	x.removeLocked(o)
	return before
}

// removeLocked leaves nothing empty behind: what is there is what is discovered.
func (x *index) removeLocked(o reference) {
	d, ok := x.declarations[o]
	if !ok {
		return
	}
	delete(x.declarations, o)
	if d.incomplete() {
		delete(x.incomplete, o)
		return
	}
	if d.external {
		deleteFrom(x.external[d.metric], d.namespace, o)
		if len(x.external[d.metric]) == 0 {
			delete(x.external, d.metric)
		}
		return
	}
	namespaces := x.objects[d.objectMetric()]
	of := namespaces[d.namespace]
	delete(of.selecting, o)
	deleteFrom(of.named, d.name, o)
	if len(of.selecting)+len(of.named) == 0 {
		delete(namespaces, d.namespace)
	}
	if len(namespaces) == 0 {
		delete(x.objects, d.objectMetric())
	}
}

// count answers how many declarations can be used, and how many cannot.
func (x *index) count() (usable, broken int) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, d := range x.declarations {
		if d.broken == nil {
			usable++
		} else {
			broken++
		}
	}
	return usable, broken
}

// metrics lists the metrics about objects that are declared.
func (x *index) metrics() []source.Metric {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return slices.Collect(maps.Keys(x.objects))
}

func (x *index) has(metric source.Metric) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	_, ok := x.objects[metric]
	return ok
}

func (x *index) hasIn(metric source.Metric, namespace string) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	_, ok := x.objects[metric][namespace]
	return ok
}

// naming lists the declarations to a metric of one object that name it.
func (x *index) naming(metric source.Metric, namespace, name string) []*declaration {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if of, ok := x.objects[metric][namespace]; ok {
		return of.named[name].list()
	}
	return nil
}

// selecting lists the declarations to a metric in a namespace that pick objects by their labels.
func (x *index) selecting(metric source.Metric, namespace string) []*declaration {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if of, ok := x.objects[metric][namespace]; ok {
		return of.selecting.list()
	}
	return nil
}

// externalMetrics lists the external metrics that are declared, in any namespace.
func (x *index) externalMetrics() []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return slices.Collect(maps.Keys(x.external))
}

func (x *index) hasExternal(metric string) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	_, ok := x.external[metric]
	return ok
}

// series lists the declarations to an external metric in a namespace.
func (x *index) series(metric, namespace string) []*declaration {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.external[metric][namespace].list()
}
