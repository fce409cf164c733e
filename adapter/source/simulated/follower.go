package simulated

import (
	"context"
	"fmt"
	"sync/atomic"

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
}

func (f *follower) onError(_ context.Context, _ *cache.Reflector, err error) {
	klog.ErrorS(err, "Cannot watch, going on with what was last known", "resource", f.resource)
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
