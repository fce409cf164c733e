package objects

import (
	"context"
	"fmt"
	"sync"
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

	mu      sync.RWMutex
	mapper  meta.RESTMapper // nil until a discovery succeeded, then never nil again
	stale   bool            // mapper is known to be out of date
	tried   time.Time       // when the last discovery ended
	lastErr error           // how the last discovery ended
}

// NewMapping makes a mapping that knows nothing yet.
func NewMapping(client discovery.DiscoveryInterfaceWithContext, clock clock.PassiveClock) *Mapping {
	return &Mapping{client: client, clock: clock, stale: true}
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
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stale = true
}

func (m *Mapping) lookup(resource schema.GroupResource) (found Resource, stale bool, err error) {
	m.mu.RLock()
	mapper, stale := m.mapper, m.stale
	m.mu.RUnlock()
	if mapper == nil {
		return Resource{}, stale, &meta.NoResourceMatchError{PartialResource: resource.WithVersion("")}
	}
	found, err = resolve(mapper, resource)
	return found, stale, err
}
