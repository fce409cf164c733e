package engine

import (
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/labels"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
)

// pods are the pods of the world, as an informer that knows them without delay, in order.
type pods struct{ world *world }

// Informer is one that has synced, and nothing else is asked of it.
func (p pods) Informer() cache.SharedIndexInformer { return synced{} }

type synced struct{ cache.SharedIndexInformer }

func (synced) HasSynced() bool { return true }

// Lister reads the world.
func (p pods) Lister() listers.PodLister { return podLister{world: p.world} }

type podLister struct {
	listers.PodLister
	world *world
}

func (p podLister) Pods(namespace string) listers.PodNamespaceLister {
	return podsIn{world: p.world, namespace: namespace}
}

type podsIn struct {
	listers.PodNamespaceLister
	world     *world
	namespace string
}

func (p podsIn) List(selector labels.Selector) ([]*corev1.Pod, error) {
	p.world.mu.Lock()
	defer p.world.mu.Unlock()
	return p.world.matching(p.namespace, selector), nil
}

func (p podsIn) Get(name string) (*corev1.Pod, error) {
	return nil, apierrors.NewNotFound(corev1.Resource("pods"), name)
}

// matching are the pods of a namespace that a selector matches. All of a workload have the same labels.
func (w *world) matching(namespace string, selector labels.Selector) (found []*corev1.Pod) {
	for _, l := range w.in[namespace] {
		if !selector.Matches(labels.Set(l.Pod.Labels)) {
			continue
		}
		for _, p := range l.pods {
			found = append(found, p.object)
		}
	}
	return found
}
