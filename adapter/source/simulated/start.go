package simulated

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/source"
)

// startTimeout is how long the first list of all declarations may take.
const startTimeout = 30 * time.Second

// API reads what is declared, as *unstructured.Unstructured, and writes what becomes of it; *client.Client is one.
type API interface {
	ListWatch(resource string, asked func(error)) cache.ListerWatcher
	SetStatus(ctx context.Context, resource string, object types.NamespacedName, resourceVersion string, status v1alpha1.Status) error
}

// Start returns when the source knows all that is declared, and keeps up with it until ctx ends. When the API server does
// not answer later on, it goes on with what was last known; when it refuses, the source has an error for each request, since
// that may last. The error says why the API server did not answer at first.
func (s *Source) Start(ctx context.Context, api API) error {
	statuses := newStatusWriter(ctx, s, api)
	namespaced, err := s.follow(ctx, api, client.SimulatedMetrics, statuses)
	if err != nil {
		return err
	}
	root, err := s.follow(ctx, api, client.ClusterSimulatedMetrics, statuses)
	if err != nil {
		return err
	}
	if err := errors.Join(namespaced.wait(ctx), root.wait(ctx)); err != nil {
		return err
	}
	s.warm(ctx)
	go statuses.run(ctx) // before all is known, conflicts are not
	return nil
}

// warm has the objects be known that declarations are about, before the first request comes: a new replica on a busy machine
// kept it waiting until its time was over. What is not known after a while is so later, or the request says why not.
func (s *Source) warm(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	var group sync.WaitGroup
	seen := map[source.Metric]bool{}
	for _, metric := range s.Metrics() {
		about := source.Metric{Resource: metric.Resource, Namespaced: metric.Namespaced}
		if seen[about] {
			continue
		}
		seen[about] = true
		namespace := ""
		if about.Namespaced {
			namespace = metav1.NamespaceDefault // objects of all namespaces are watched together
		}
		group.Go(func() { _, _ = s.objects.View(ctx, about.Resource, namespace) })
	}
	group.Wait()
}

// follow starts an informer that puts what is declared into the index, and has the status of each object written.
func (s *Source) follow(ctx context.Context, api API, resource string, statuses *statusWriter) (*follower, error) {
	f := &follower{resource: resource, failed: make(chan error, 1), failures: &s.watchFailures}
	s.followers = append(s.followers, f)
	informer := cache.NewSharedIndexInformerWithOptions(api.ListWatch(resource, f.asked), &unstructured.Unstructured{},
		cache.SharedIndexInformerOptions{ObjectDescription: resource + "." + v1alpha1.GroupName})
	statuses.stores[resource] = informer.GetStore()
	put := func(object any) {
		o := object.(*storedObject) // keep makes nothing else
		before := s.put(o)
		if before != nil && o.noticed() && before.subject() == o.declaration.subject() {
			return // nothing has changed but the status
		}
		if before != nil {
			statuses.look(before.subject())
		}
		statuses.look(o.declaration.subject())
	}
	registration, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    put,
		UpdateFunc: func(_, object any) { put(object) },
		DeleteFunc: func(object any) {
			if gone := s.remove(object); gone != nil {
				statuses.look(gone.subject())
			}
		},
	})
	if err := errors.Join(err, informer.SetTransform(keep), informer.SetWatchErrorHandlerWithContext(f.onError)); err != nil {
		return nil, fmt.Errorf("follow %s: %w", resource, err)
	}
	f.synced = registration.HasSyncedChecker().Done()
	go informer.RunWithContext(ctx)
	return f, nil
}

// put takes up a declaration, and returns the one in whose place it is. One that cannot be used is said to be so, once, and
// does no harm to others.
func (s *Source) put(o *storedObject) (before *declaration) {
	s.follows(o.declaration, s.objects.Follow) // before it is found
	before = s.declared.put(o.declaration)
	s.follows(before, s.objects.Unfollow)
	if broken := o.declaration.broken; broken != nil && (before == nil || before.broken == nil || before.broken.Error() != broken.Error()) {
		klog.ErrorS(broken, "Passing over a declaration that cannot be used", "declaration", o.declaration.reference.String())
	}
	return before
}

// remove forgets the declaration of an object that has gone, and returns it; nil if it was not known.
func (s *Source) remove(object any) *declaration {
	if gone, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = gone.Obj
	}
	if o, ok := object.(*storedObject); ok {
		before := s.declared.remove(o.declaration.reference)
		s.follows(before, s.objects.Unfollow)
		return before
	}
	return nil
}

// follows begins or ends to follow what a declaration selects.
func (s *Source) follows(d *declaration, change func(schema.GroupResource, string, *objects.Selection)) {
	if d != nil && d.selection != nil && !d.incomplete() {
		change(d.resource, d.namespace, d.selection)
	}
}
