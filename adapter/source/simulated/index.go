package simulated

import (
	"maps"
	"slices"
	"sync"

	"example.com/metrics-lab/adapter/source"
)

// index holds the claims so that a request finds those that it is about, at a cost that does not depend on how many
// others there are. It is safe for concurrent use.
type index struct {
	mu       sync.RWMutex
	claims   map[owner]*claim
	objects  map[source.Metric]map[string]*described // by namespace, which is empty for root-scoped objects
	external map[string]map[string]claimSet          // by metric and namespace
}

// described are the claims to one metric about objects in one namespace.
type described struct {
	named     map[string]claimSet // by the name of the object
	selecting claimSet
}

func newIndex() *index {
	return &index{
		claims:   make(map[owner]*claim),
		objects:  make(map[source.Metric]map[string]*described),
		external: make(map[string]map[string]claimSet),
	}
}

// put adds a claim, in place of the one that its owner had, which it answers; nil if there was none.
func (x *index) put(c *claim) (before *claim) {
	x.mu.Lock()
	defer x.mu.Unlock()
	before = x.claims[c.owner]
	x.removeLocked(c.owner)
	x.claims[c.owner] = c
	switch {
	case c.unknown():
	case c.external:
		add(below(x.external, c.metric), c.namespace, c)
	default:
		x.describeLocked(c)
	}
	return before
}

// describeLocked adds a claim that is about objects.
func (x *index) describeLocked(c *claim) {
	namespaces := below(x.objects, c.about())
	d, ok := namespaces[c.namespace]
	if !ok {
		d = &described{named: make(map[string]claimSet), selecting: make(claimSet)}
		namespaces[c.namespace] = d
	}
	if c.selector != nil {
		d.selecting[c.owner] = c
		return
	}
	add(d.named, c.name, c)
}

// remove drops the claim of an owner, if there is one.
func (x *index) remove(o owner) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.removeLocked(o)
}

// removeLocked leaves nothing empty behind: what is there is what is discovered.
func (x *index) removeLocked(o owner) {
	c, ok := x.claims[o]
	if !ok {
		return
	}
	delete(x.claims, o)
	if c.unknown() {
		return
	}
	if c.external {
		drop(x.external[c.metric], c.namespace, o)
		if len(x.external[c.metric]) == 0 {
			delete(x.external, c.metric)
		}
		return
	}
	namespaces := x.objects[c.about()]
	d := namespaces[c.namespace]
	delete(d.selecting, o)
	drop(d.named, c.name, o)
	if len(d.selecting)+len(d.named) == 0 {
		delete(namespaces, c.namespace)
	}
	if len(namespaces) == 0 {
		delete(x.objects, c.about())
	}
}

// count answers how many claims can be used, and how many cannot.
func (x *index) count() (usable, broken int) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, c := range x.claims {
		if c.broken == nil {
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

// naming lists the claims to a metric of one object that name it.
func (x *index) naming(metric source.Metric, namespace, name string) []*claim {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if d, ok := x.objects[metric][namespace]; ok {
		return d.named[name].list()
	}
	return nil
}

// selecting lists the claims to a metric in a namespace that pick objects by their labels.
func (x *index) selecting(metric source.Metric, namespace string) []*claim {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if d, ok := x.objects[metric][namespace]; ok {
		return d.selecting.list()
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

// series lists the claims to an external metric in a namespace.
func (x *index) series(metric, namespace string) []*claim {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.external[metric][namespace].list()
}
