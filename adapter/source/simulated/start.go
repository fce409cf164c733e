package simulated

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// startTimeout is how long the first list of all declarations may take.
const startTimeout = 30 * time.Second

// API reads what is declared, as *unstructured.Unstructured, and writes what becomes of it; *client.Client is one.
type API interface {
	ListWatch(resource string) cache.ListerWatcher
	SetStatus(ctx context.Context, resource string, object types.NamespacedName, status v1alpha1.Status) error
}

// Start returns when the source knows all that is declared, and keeps up with it until ctx ends. When the API server does
// not answer later on, it goes on with what was last known. The error says why the API server did not answer at first.
func (s *Source) Start(ctx context.Context, api API) error {
	namespaced, err := s.follow(ctx, api, client.SimulatedMetrics)
	if err != nil {
		return err
	}
	root, err := s.follow(ctx, api, client.ClusterSimulatedMetrics)
	if err != nil {
		return err
	}
	return errors.Join(namespaced.wait(ctx), root.wait(ctx))
}

// follow starts an informer that puts what is declared into the index, and has the status of each object written.
func (s *Source) follow(ctx context.Context, api API, resource string) (*follower, error) {
	informer := cache.NewSharedIndexInformerWithOptions(api.ListWatch(resource), &unstructured.Unstructured{},
		cache.SharedIndexInformerOptions{ObjectDescription: resource + "." + v1alpha1.GroupName})
	f := &follower{resource: resource, failed: make(chan error, 1), failures: &s.watchFailures}
	statuses := newStatusWriter(resource, api, s.clock)
	put := func(object any) {
		d := object.(*storedObject) // keep makes nothing else
		s.put(d)
		statuses.look(d)
	}
	registration, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    put,
		UpdateFunc: func(_, object any) { put(object) },
		DeleteFunc: s.remove,
	})
	if err := errors.Join(err, informer.SetTransform(keep), informer.SetWatchErrorHandlerWithContext(f.onError)); err != nil {
		return nil, fmt.Errorf("follow %s: %w", resource, err)
	}
	f.synced = registration.HasSyncedChecker().Done()
	go informer.RunWithContext(ctx)
	go statuses.run(ctx, informer.GetStore())
	return f, nil
}

// put takes up a declaration. One that cannot be used is said to be so, once, and does no harm to others.
func (s *Source) put(d *storedObject) {
	before := s.index.put(d.declaration)
	if broken := d.declaration.broken; broken != nil && (before == nil || before.broken == nil || before.broken.Error() != broken.Error()) {
		klog.ErrorS(broken, "Passing over a declaration that cannot be used", "declaration", d.declaration.reference.String())
	}
}

func (s *Source) remove(object any) {
	if gone, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = gone.Obj
	}
	if d, ok := object.(*storedObject); ok {
		s.index.remove(d.declaration.reference)
	}
}
