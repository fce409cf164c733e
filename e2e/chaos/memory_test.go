package chaos

import (
	"context"
	"fmt"
	"sync"
	"testing"
)

// memory looks at how much of it the adapter of an embedded lab holds.
type memory struct {
	f *fault

	mu   sync.Mutex
	most uint64 // guarded by mu
}

// watchMemory looks ten times a second, until the test ends.
func (f *fault) watchMemory() *memory {
	f.t.Helper()
	m := &memory{f: f}
	ctx, cancel := context.WithCancel(context.WithoutCancel(f.t.Context()))
	var group sync.WaitGroup
	f.t.Cleanup(func() { cancel(); group.Wait() })
	p := f.adapterProcess()
	group.Go(func() {
		for ctx.Err() == nil {
			if info, err := p.MemoryInfoWithContext(ctx); err == nil {
				m.mu.Lock()
				m.most = max(m.most, info.RSS)
				m.mu.Unlock()
			}
			sleep(ctx, 2*poll)
		}
	})
	return m
}

// now is what it holds, in MiB.
func (m *memory) now() uint64 {
	m.f.t.Helper()
	info, err := m.f.adapterProcess().MemoryInfoWithContext(m.f.t.Context())
	must(m.f.t, err)
	return info.RSS >> 20
}

// peak is the most that it has held.
func (m *memory) peak() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.most >> 20
}

// limit is that of the pod in manifests/deployment, in MiB.
const limit = 256

// within tells whether it has never held as much as a pod may.
func (m *memory) within(t *testing.T) string {
	t.Helper()
	peak := m.peak()
	if peak >= limit {
		t.Errorf("the adapter held %d MiB, and a pod of it may hold %d", peak, limit)
	}
	return fmt.Sprintf("%d MiB at most", peak)
}
