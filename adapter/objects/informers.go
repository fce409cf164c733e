package objects

import (
	"context"
	"fmt"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/metadata"
	"k8s.io/klog/v2"
)

// syncTimeout bounds how long a request waits for the first list of a resource, if its own deadline is not nearer.
const syncTimeout = 5 * time.Second

// Informers hold the objects of every resource that somebody asked for. The first request for a resource starts an
// informer and waits for it; from then on requests are answered from memory. They are safe for concurrent use.
type Informers struct {
	ctx    context.Context // the life of every informer, which must not end with the request that started it
	client metadata.Interface
	gone   func()

	running sync.Map // *informer by schema.GroupVersionResource

	mu      sync.Mutex // held while running is changed, too
	follows follows
	changed []Changed
}

// NewInformers makes informers that run until ctx ends. They call gone, from any goroutine, when the API server no longer
// serves a resource that it served, or that discovery said it does.
func NewInformers(ctx context.Context, client metadata.Interface, gone func()) *Informers {
	return &Informers{ctx: ctx, client: client, gone: gone, follows: make(follows)}
}

// synced answers the objects of a resource. The error says why they are not known; apierrors.IsNotFound holds for it if
// the resource has gone, and it wraps the error of a context if nothing was known in time.
func (s *Informers) synced(ctx context.Context, gvr schema.GroupVersionResource) (*store, error) {
	i := s.informer(gvr)
	if err := i.wait(ctx); err != nil {
		return nil, fmt.Errorf("watch %s: %w", gvr.GroupResource(), err)
	}
	return i.objects, nil
}

// informer answers the running informer of a resource and starts it if there is none.
func (s *Informers) informer(gvr schema.GroupVersionResource) *informer {
	if i, ok := s.running.Load(gvr); ok {
		return i.(*informer)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.running.Load(gvr); ok {
		return i.(*informer)
	}
	var i *informer
	objects := s.newStoreLocked(gvr.GroupResource())
	i = newInformer(s.ctx, s.client, gvr, objects, s.handler(gvr.GroupResource(), objects), func(err error) { s.drop(gvr, i, err) })
	s.running.Store(gvr, i)
	klog.V(2).InfoS("Starting informer", "resource", gvr)
	go i.RunWithContext(i.ctx)
	return i
}

// drop ends an informer. It is forgotten first, so that whoever hears of its end can start another one.
func (s *Informers) drop(gvr schema.GroupVersionResource, i *informer, err error) {
	s.mu.Lock()
	s.running.CompareAndDelete(gvr, i)
	s.mu.Unlock()

	klog.V(2).InfoS("Stopping informer", "resource", gvr, "reason", err)
	if apierrors.IsNotFound(err) {
		s.gone()
	}
	i.end(err)
	if i.useful() { // what it knew is not known any more
		s.notify(gvr.GroupResource(), metav1.NamespaceAll)
	}
}
