package objects

import (
	"context"
	"time"

	"k8s.io/client-go/restmapper"
)

const (
	// discoveryInterval is the least time between two discoveries. It bounds what clients that ask for resources which
	// do not exist cost the API server, and how long a new CRD stays unknown.
	discoveryInterval = 2 * time.Second
	// discoveryTimeout bounds one discovery, which has no single request whose deadline it could take.
	discoveryTimeout = 10 * time.Second
)

// refresh waits for a discovery that others may wait for too. It outlives the request that happened to start it.
func (m *Mapping) refresh(ctx context.Context) error {
	done := m.flight.DoChan("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), discoveryTimeout)
		defer cancel()
		return nil, m.discover(ctx)
	})
	select {
	case result := <-done:
		return result.Err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// discover replaces the mapper, or repeats how the last attempt ended if that was just now. One flight at a time runs
// it, so nothing else writes these fields between the two locks but Invalidate. A group whose server does not answer,
// our own at the start, is left out without an error: it must not hide the others.
func (m *Mapping) discover(ctx context.Context) error {
	m.mu.Lock()
	since := m.clock.Since(m.tried)
	recent := !m.tried.IsZero() && since >= 0 && since < discoveryInterval // a clock may be set back
	lastErr := m.lastErr
	m.mu.Unlock()
	if recent {
		return lastErr
	}
	groups, err := restmapper.GetAPIGroupResourcesWithContext(ctx, m.client)

	m.mu.Lock()
	defer m.mu.Unlock()
	m.tried, m.lastErr = m.clock.Now(), err
	if err == nil {
		m.known.Store(&known{mapper: restmapper.NewDiscoveryRESTMapper(groups)})
		m.stale.Store(false)
	}
	return err
}
