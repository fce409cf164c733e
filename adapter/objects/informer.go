package objects

import (
	"context"
	"errors"
	"fmt"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
)

// informer keeps the metadata of the objects of one resource. It ends, for good, when its context does; the cause of the
// context then says why.
type informer struct {
	cache.SharedIndexInformer
	ctx     context.Context
	end     context.CancelCauseFunc
	objects *store
	synced  <-chan struct{} // closed when the store has what was listed first

	mu      sync.Mutex
	listed  bool  // a list has succeeded
	lastErr error // how the last list or watch request ended
}

// newInformer makes an informer, whose events go to a handler, which keeps a store. It ends with ctx, or calls failed when it cannot go on: its
// first list failed, or its resource has gone.
func newInformer(ctx context.Context, client metadata.Interface, gvr schema.GroupVersionResource, objects *store, handler cache.ResourceEventHandler, failed func(error)) *informer {
	i := &informer{objects: objects}
	i.ctx, i.end = context.WithCancelCause(ctx)
	i.SharedIndexInformer = cache.NewSharedIndexInformerWithOptions(
		i.listWatch(client, gvr),
		&metav1.PartialObjectMetadata{},
		cache.SharedIndexInformerOptions{ObjectDescription: gvr.GroupResource().String()},
	)
	registration, err := i.AddEventHandler(handler)
	// None of them fails before the informer has started.
	if err := errors.Join(err, i.SetTransform(objects.strip), i.SetWatchErrorHandlerWithContext(i.onError(gvr, failed))); err != nil {
		i.end(err)
	}
	i.synced = registration.HasSyncedChecker().Done()
	return i
}

// wait returns when the informer knows its objects. The error says why it does not.
func (i *informer) wait(ctx context.Context) error {
	select {
	case <-i.synced:
		return i.ended()
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, syncTimeout)
	defer cancel()
	select {
	case <-i.synced:
	case <-i.ctx.Done():
	case <-ctx.Done():
		return i.late(ctx.Err())
	}
	return i.ended()
}

// ended says why the informer has ended, which it may have after it had synced: what it holds is then out of date. The
// error is nil while it runs.
func (i *informer) ended() error {
	return context.Cause(i.ctx)
}

// late adds to the error of a wait that took too long what the informer has met meanwhile.
func (i *informer) late(err error) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.lastErr == nil {
		return err
	}
	return fmt.Errorf("%w (last error: %s)", err, i.lastErr.Error())
}
