package objects

import (
	"sync"
	"sync/atomic"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// store keeps the view of each namespace up to date. Readers take the views as they are, and wait for nobody.
type store struct {
	views sync.Map // View by namespace

	mu sync.Mutex // held while views are replaced

	last atomic.Pointer[metav1.PartialObjectMetadata] // that was stripped
}

func (s *store) view(namespace string) View {
	if v, ok := s.views.Load(namespace); ok {
		return v.(View)
	}
	return NewView()
}

// change replaces the view of a namespace.
func (s *store) change(namespace string, change func(View) View) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := change(s.view(namespace))
	if v.objects.Len()+v.members.Len() == 0 {
		s.views.Delete(namespace)
		return
	}
	s.views.Store(namespace, v)
}

// put takes up an object as it is now.
func (s *store) put(object *metav1.PartialObjectMetadata) {
	o := &Object{
		NamespacedName: types.NamespacedName{Namespace: object.Namespace, Name: object.Name},
		Labels:         object.Labels,
		Leaving:        object.DeletionTimestamp != nil,
	}
	s.change(object.Namespace, func(v View) View { return v.With(o) })
}

// remove forgets an object.
func (s *store) remove(object *metav1.PartialObjectMetadata) {
	s.change(object.Namespace, func(v View) View { return v.Without(object.Name) })
}
