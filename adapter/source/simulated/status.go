package simulated

import (
	"context"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"
)

const (
	// firstRetry and lastRetry are how long a status that could not be written waits before it is tried again.
	firstRetry = time.Second
	lastRetry  = 5 * time.Minute
)

// statusWriter writes into the status of each object of a resource whether it is accepted. Every replica of the adapter
// does so. They agree on what is to be written, and one that sees that it is there writes nothing.
type statusWriter struct {
	resource string
	api      API
	clock    clock.PassiveClock
	queue    workqueue.TypedRateLimitingInterface[types.NamespacedName]
}

func newStatusWriter(resource string, api API, clock clock.PassiveClock) *statusWriter {
	limiter := workqueue.NewTypedItemExponentialFailureRateLimiter[types.NamespacedName](firstRetry, lastRetry)
	return &statusWriter{resource: resource, api: api, clock: clock, queue: workqueue.NewTypedRateLimitingQueue(limiter)}
}

// look has the status of a declaration written soon, if it is to say something else.
func (w *statusWriter) look(d *storedObject) {
	if _, changed := d.wantedStatus(metav1.NewTime(w.clock.Now())); changed {
		w.queue.Add(types.NamespacedName{Namespace: d.Namespace, Name: d.Name})
	}
}

// run writes until ctx ends. The declarations are taken from the store when their turn comes.
func (w *statusWriter) run(ctx context.Context, store cache.Store) {
	context.AfterFunc(ctx, w.queue.ShutDown)
	for {
		name, end := w.queue.Get()
		if end {
			return
		}
		if err := w.write(ctx, store, name); err != nil && ctx.Err() == nil {
			klog.ErrorS(err, "Cannot write a status, trying again later", "resource", w.resource, "object", klog.KRef(name.Namespace, name.Name))
			w.queue.AddRateLimited(name)
		} else {
			w.queue.Forget(name)
		}
		w.queue.Done(name)
	}
}

func (w *statusWriter) write(ctx context.Context, store cache.Store, name types.NamespacedName) error {
	kept, exists, err := store.GetByKey(cache.NewObjectName(name.Namespace, name.Name).String())
	if err != nil || !exists {
		return err
	}
	wanted, changed := kept.(*storedObject).wantedStatus(metav1.NewTime(w.clock.Now()))
	if !changed {
		return nil
	}
	if err := w.api.SetStatus(ctx, w.resource, name, wanted); !apierrors.IsNotFound(err) {
		return err
	}
	return nil // it has been deleted meanwhile
}
