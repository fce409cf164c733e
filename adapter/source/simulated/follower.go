package simulated

import (
	"context"
	"fmt"
	"sync/atomic"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// follower tells whether an informer has come so far that the index holds what it listed first.
type follower struct {
	resource string
	synced   <-chan struct{}
	failed   chan error // holds the first error
	failures *atomic.Int64
	refused  atomic.Pointer[error] // how the API server refuses to tell; nil while it does not
}

// asked is told how each request to list or to watch has ended. An error of another kind leaves it as it was: the API server
// may be on its way back.
func (f *follower) asked(err error) {
	switch {
	case err == nil:
		f.refused.Store(nil)
	case apierrors.IsForbidden(err):
		f.refused.Store(&err)
	}
}

func (f *follower) onError(_ context.Context, _ *cache.Reflector, err error) {
	if apierrors.IsForbidden(err) {
		klog.ErrorS(err, "May not watch, answering errors until it is allowed", "resource", f.resource)
	} else {
		klog.ErrorS(err, "Cannot watch, going on with what was last known", "resource", f.resource)
	}
	f.failures.Add(1)
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
