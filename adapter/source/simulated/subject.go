package simulated

import (
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/source"
)

// subject is what declarations can contradict one another about: a metric in a namespace, which is empty for root-scoped
// objects. The zero subject has those of which it cannot be told what they are about.
type subject struct {
	metric    source.Metric // of an external one, the name alone
	external  bool
	namespace string
}

func (d *declaration) subject() subject {
	switch {
	case d.incomplete():
		return subject{}
	case d.external:
		return subject{metric: source.Metric{Name: d.metric}, external: true, namespace: d.namespace}
	}
	return subject{metric: d.objectMetric(), namespace: d.namespace}
}

// about lists the declarations of a subject.
func (x *index) about(of subject) []*declaration {
	x.mu.RLock()
	defer x.mu.RUnlock()
	switch {
	case of == subject{}:
		return x.incomplete.list()
	case of.external:
		return x.external[of.metric.Name][of.namespace].list()
	}
	found, ok := x.objects[of.metric][of.namespace]
	if !ok {
		return nil
	}
	all := found.selecting.list()
	for _, named := range found.named {
		all = append(all, named.list()...)
	}
	return all
}

// subjects lists those that are about objects of a resource: in a namespace, or in all of them if it is empty.
func (x *index) subjects(resource schema.GroupResource, namespace string) []subject {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var all []subject
	for metric, namespaces := range x.objects {
		if metric.Resource != resource {
			continue
		}
		for in := range namespaces {
			if namespace == "" || in == namespace {
				all = append(all, subject{metric: metric, namespace: in})
			}
		}
	}
	return all
}
