package simulated

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// startTimeout is how long the first list of all declarations may take.
const startTimeout = 30 * time.Second

// API reads what is declared; *client.Client is one.
type API interface {
	ListWatch(resource string) cache.ListerWatcher
}

// Start returns when the source knows all that is declared, and keeps up with it until ctx ends. When the API server does
// not answer later on, it goes on with what was last known. The error says why the API server did not answer at first.
func (s *Source) Start(ctx context.Context, api API) error {
	namespaced, err := s.follow(ctx, api, client.SimulatedMetrics, &v1alpha1.SimulatedMetric{})
	if err != nil {
		return err
	}
	root, err := s.follow(ctx, api, client.ClusterSimulatedMetrics, &v1alpha1.ClusterSimulatedMetric{})
	if err != nil {
		return err
	}
	return errors.Join(namespaced.wait(ctx), root.wait(ctx))
}

// follow starts an informer that puts what is declared into the index.
func (s *Source) follow(ctx context.Context, api API, resource string, example runtime.Object) (*follower, error) {
	informer := cache.NewSharedIndexInformerWithOptions(api.ListWatch(resource), example,
		cache.SharedIndexInformerOptions{ObjectDescription: resource + "." + v1alpha1.GroupName})
	f := &follower{resource: resource, failed: make(chan error, 1)}
	registration, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    s.put,
		UpdateFunc: func(_, object any) { s.put(object) },
		DeleteFunc: s.remove,
	})
	if err := errors.Join(err, informer.SetTransform(strip), informer.SetWatchErrorHandlerWithContext(f.onError)); err != nil {
		return nil, fmt.Errorf("follow %s: %w", resource, err)
	}
	f.synced = registration.HasSyncedChecker().Done()
	go informer.RunWithContext(ctx)
	return f, nil
}

// follower tells whether an informer has come so far that the index holds what it listed first.
type follower struct {
	resource string
	synced   <-chan struct{}
	failed   chan error // holds the first error
}

func (f *follower) onError(_ context.Context, _ *cache.Reflector, err error) {
	klog.ErrorS(err, "Cannot watch, going on with what was last known", "resource", f.resource)
	select {
	case f.failed <- err:
	default: // the first one says enough
	}
}

func (f *follower) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	select {
	case <-f.synced:
		return nil
	case <-ctx.Done():
	}
	select {
	case err := <-f.failed:
		return fmt.Errorf("list %s.%s: %w", f.resource, v1alpha1.GroupName, err)
	default:
		return fmt.Errorf("list %s.%s: %w", f.resource, v1alpha1.GroupName, ctx.Err())
	}
}

func (s *Source) put(object any) {
	switch declared := object.(type) {
	case *v1alpha1.SimulatedMetric:
		s.index.put(compile(declared))
	case *v1alpha1.ClusterSimulatedMetric:
		s.index.put(compileCluster(declared))
	}
}

func (s *Source) remove(object any) {
	if gone, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = gone.Obj
	}
	switch declared := object.(type) {
	case *v1alpha1.SimulatedMetric:
		s.index.remove(compile(declared).owner)
	case *v1alpha1.ClusterSimulatedMetric:
		s.index.remove(compileCluster(declared).owner)
	}
}

// strip drops what the source does not need: with kubectl apply, an object holds itself a second time.
func strip(object any) (any, error) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return nil, err
	}
	accessor.SetManagedFields(nil)
	accessor.SetAnnotations(nil)
	return object, nil
}
