package objects

import (
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
)

// Changed is called when objects of a resource that are in memory have come, have gone, or are selected or counted
// otherwise than before. The namespace is theirs; an empty one stands for all of them. It must return at once.
type Changed func(resource schema.GroupResource, namespace string)

// OnChange has a function be called from now on, by any goroutine. Objects that an informer finds at its start are not new.
func (s *Informers) OnChange(changed Changed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed = append(s.changed, changed)
}

// notify calls them.
func (s *Informers) notify(resource schema.GroupResource, namespace string) {
	s.mu.Lock()
	all := s.changed
	s.mu.Unlock()
	for _, changed := range all {
		changed(resource, namespace)
	}
}

// handler keeps a store of the objects of a resource, and tells what changes among them.
func (s *Informers) handler(resource schema.GroupResource, objects *store) cache.ResourceEventHandler {
	return cache.ResourceEventHandlerDetailedFuncs{
		AddFunc: func(object any, isInInitialList bool) {
			added := object.(*metav1.PartialObjectMetadata) // strip lets nothing else in
			objects.put(added)
			if !isInInitialList {
				s.notify(resource, added.Namespace)
			}
		},
		UpdateFunc: func(object, updated any) {
			before, now := object.(*metav1.PartialObjectMetadata), updated.(*metav1.PartialObjectMetadata)
			if countsOtherwise(before, now) {
				objects.put(now)
				s.notify(resource, now.Namespace)
			}
		},
		DeleteFunc: func(object any) {
			if gone, ok := object.(cache.DeletedFinalStateUnknown); ok {
				object = gone.Obj
			}
			if gone, ok := object.(*metav1.PartialObjectMetadata); ok {
				objects.remove(gone)
				s.notify(resource, gone.Namespace)
			}
		},
	}
}

// countsOtherwise tells a change that matters from the many that do not, such as that of a pod's status.
func countsOtherwise(before, now *metav1.PartialObjectMetadata) bool {
	return (before.DeletionTimestamp == nil) != (now.DeletionTimestamp == nil) || !maps.Equal(before.Labels, now.Labels)
}
