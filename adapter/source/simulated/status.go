package simulated

import (
	"context"
	"fmt"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

const (
	// firstRetry and lastRetry are how long what could not be assessed or written waits before it is tried again.
	firstRetry = time.Second
	lastRetry  = time.Minute
	// settle is how long objects may go on changing before they are counted again: many change together.
	settle = time.Second
	// statusWorkers is how many subjects are assessed at a time. Where objects are not known yet, that takes seconds.
	statusWorkers = 4
	// maxMessage is how many characters of what is wrong a status says. The API takes 32,768.
	maxMessage = 1000
)

// statusWriter writes into the status of each declaration what becomes of it. Every replica of the adapter does so, when a
// declaration has changed, or the objects that it is about. They agree on what is to be written, and one that sees that it
// is there writes nothing. What another one wrote is no reason to write: two that disagree, as replicas of two releases
// may, do not go on correcting each other.
type statusWriter struct {
	source *Source
	api    API
	stores map[string]cache.Store // by resource

	subjects workqueue.TypedRateLimitingInterface[subject]
	changed  workqueue.TypedDelayingInterface[place]
}

// place is where objects have changed: a resource in a namespace, or in all if it is empty.
type place struct {
	resource  schema.GroupResource
	namespace string
}

// newStatusWriter makes one that ends with ctx.
func newStatusWriter(ctx context.Context, source *Source, api API) *statusWriter {
	limiter := workqueue.NewTypedItemExponentialFailureRateLimiter[subject](firstRetry, lastRetry)
	w := &statusWriter{
		source: source, api: api, stores: make(map[string]cache.Store),
		subjects: workqueue.NewTypedRateLimitingQueue(limiter),
		changed:  workqueue.NewTypedDelayingQueue[place](),
	}
	context.AfterFunc(ctx, w.subjects.ShutDown)
	context.AfterFunc(ctx, w.changed.ShutDown)
	source.objects.OnChange(func(resource schema.GroupResource, namespace string) {
		w.changed.AddAfter(place{resource, namespace}, settle)
	})
	return w
}

// look has the statuses of a subject be written soon.
func (w *statusWriter) look(of subject) { w.subjects.Add(of) }

// run writes until ctx ends.
func (w *statusWriter) run(ctx context.Context) {
	var workers sync.WaitGroup
	for range statusWorkers {
		workers.Go(func() { work(w.subjects, func(of subject) { w.write(ctx, of) }) })
	}
	workers.Go(func() {
		work(w.changed, func(at place) {
			for _, of := range w.source.declared.subjects(at.resource, at.namespace) {
				w.look(of)
			}
		})
	})
	workers.Wait()
}

// work does something with each item of a queue until it is shut down.
func work[T comparable](queue workqueue.TypedInterface[T], do func(T)) {
	for {
		item, end := queue.Get()
		if end {
			return
		}
		do(item)
		queue.Done(item)
	}
}

// write has the status of each declaration of a subject say what is to be said, and tries again later if that is not known,
// or cannot be written.
func (w *statusWriter) write(ctx context.Context, of subject) {
	again := false
	for name, found := range w.source.assess(ctx, of) {
		err := w.writeOne(ctx, name, found)
		if err != nil && ctx.Err() == nil && !apierrors.IsConflict(err) {
			klog.ErrorS(err, "Cannot write a status, trying again later", "declaration", name.String())
		}
		again = again || err != nil || found.undetermined()
	}
	if again {
		w.subjects.AddRateLimited(of)
	} else {
		w.subjects.Forget(of)
	}
}

func (w *statusWriter) writeOne(ctx context.Context, of reference, found assessment) error {
	kept, exists, err := w.stores[of.resource()].GetByKey(cache.NewObjectName(of.namespace, of.name).String())
	if err != nil || !exists {
		return err
	}
	stored := kept.(*storedObject)
	wanted, changed := stored.wantedStatus(found, metav1.NewTime(w.source.clock.Now()))
	if !changed {
		return nil
	}
	name := types.NamespacedName{Namespace: of.namespace, Name: of.name}
	if err := w.api.SetStatus(ctx, of.resource(), name, stored.ResourceVersion, wanted); !apierrors.IsNotFound(err) {
		return err
	}
	return nil // it has been deleted meanwhile
}

// wantedStatus is what the status has to say at a time, and whether that is anything new.
func (o *storedObject) wantedStatus(found assessment, now metav1.Time) (wanted v1alpha1.Status, changed bool) {
	o.status.DeepCopyInto(&wanted)
	for _, row := range []struct {
		conditionType string
		outcome
	}{
		{v1alpha1.ConditionAccepted, found.accepted},
		{v1alpha1.ConditionResolved, found.resolved},
		{v1alpha1.ConditionReady, found.ready},
	} {
		changed = meta.SetStatusCondition(&wanted.Conditions, metav1.Condition{
			Type: row.conditionType, Status: row.status, Reason: row.reason, Message: fmt.Sprintf("%.*s", maxMessage, row.message),
			ObservedGeneration: o.Generation, LastTransitionTime: now,
		}) || changed
	}
	if !equal(wanted.Objects, found.objects) {
		wanted.Objects, changed = found.objects, true
	}
	return wanted, changed
}

func equal(a, b *int32) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
