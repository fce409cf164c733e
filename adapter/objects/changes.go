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

// handler notices what changes among the objects of a resource.
func (s *Informers) handler(resource schema.GroupResource) cache.ResourceEventHandler {
	notify := func(object any) {
		if gone, ok := object.(cache.DeletedFinalStateUnknown); ok {
			object = gone.Obj
		}
		if found, ok := object.(*metav1.PartialObjectMetadata); ok {
			s.notify(resource, found.Namespace)
		}
	}
	return cache.ResourceEventHandlerDetailedFuncs{
		AddFunc: func(object any, isInInitialList bool) {
			if !isInInitialList {
				notify(object)
			}
		},
		UpdateFunc: func(before, now any) {
			if countsOtherwise(before.(*metav1.PartialObjectMetadata), now.(*metav1.PartialObjectMetadata)) { // strip lets nothing else in
				notify(now)
			}
		},
		DeleteFunc: notify,
	}
}

// countsOtherwise tells a change that matters from the many that do not, such as that of a pod's status.
func countsOtherwise(before, now *metav1.PartialObjectMetadata) bool {
	return (before.DeletionTimestamp == nil) != (now.DeletionTimestamp == nil) || !maps.Equal(before.Labels, now.Labels)
}
