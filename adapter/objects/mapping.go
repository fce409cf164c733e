package objects

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/utils/clock"
)

// Mapping resolves resources by discovery. It asks the API server when it is first used and when a resource is not known,
// so the adapter may start before the API server does, and before a CRD. It is safe for concurrent use.
type Mapping struct {
	client discovery.DiscoveryInterfaceWithContext
	clock  clock.PassiveClock
	flight singleflight.Group // shares one discovery among those who wait for it

	known atomic.Pointer[known] // nil until a discovery succeeded, then never nil again
	stale atomic.Bool           // what is known is known to be out of date

	mu      sync.Mutex
	tried   time.Time // when the last discovery ended
	lastErr error     // how the last discovery ended
}

// NewMapping makes a mapping that knows nothing yet.
func NewMapping(client discovery.DiscoveryInterfaceWithContext, clock clock.PassiveClock) *Mapping {
	m := &Mapping{client: client, clock: clock}
	m.stale.Store(true)
	return m
}

// Resolve finds a resource by its plural or singular name. If there is none, meta.IsNoMatchError holds for the error.
// Any other error means that it is not known whether there is one: discovery failed, or ctx ended before it did.
func (m *Mapping) Resolve(ctx context.Context, resource schema.GroupResource) (Resource, error) {
	found, stale, err := m.lookup(resource)
	if err == nil && !stale {
		return found, nil
	}
	refreshErr := m.refresh(ctx)
	// What an earlier discovery found is better than the error of a later one.
	found, _, err = m.lookup(resource)
	if err != nil && refreshErr != nil {
		return Resource{}, fmt.Errorf("discover %s: %w", resource, refreshErr)
	}
	return found, err
}

// Invalidate makes the next Resolve discover again, at most once in an interval as ever. It is for whoever learns that
// a resource has gone or has changed its version.
func (m *Mapping) Invalidate() {
	m.stale.Store(true)
}

func (m *Mapping) lookup(resource schema.GroupResource) (found Resource, stale bool, err error) {
	stale = m.stale.Load()
	known := m.known.Load()
	if known == nil {
		return Resource{}, stale, &meta.NoResourceMatchError{PartialResource: resource.WithVersion("")}
	}
	found, err = known.resolve(resource)
	return found, stale, err
}
