package objects_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	clienttesting "k8s.io/client-go/testing"

	"example.com/metrics-lab/adapter/objects"
)

func TestKnownResourcesCostOneDiscovery(t *testing.T) {
	t.Parallel()
	l := newLab(coreV1)
	if n := l.discoveries(); n != 0 {
		t.Errorf("want no discovery before the first use, got %d", n)
	}
	for range 10 {
		if _, err := l.Resolve(t.Context(), pods); err != nil {
			t.Fatal(err)
		}
		l.later(time.Hour)
	}
	if n := l.discoveries(); n != 1 {
		t.Errorf("want one discovery, got %d", n)
	}
}

func TestCRDThatAppearsLater(t *testing.T) {
	t.Parallel()
	l := newLab(coreV1)
	if _, err := l.Resolve(t.Context(), widgets); !meta.IsNoMatchError(err) {
		t.Errorf("before: want no match, got %v", err)
	}
	l.api.Resources = append(l.api.Resources, widgetsV1)
	l.later(1999 * time.Millisecond)
	if _, err := l.Resolve(t.Context(), widgets); !meta.IsNoMatchError(err) {
		t.Errorf("within the interval: want no match, got %v", err)
	}
	l.later(time.Millisecond)
	if _, err := l.Resolve(t.Context(), widgets); err != nil {
		t.Errorf("after the interval: %v", err)
	}
}

func TestUnknownNamesCauseNoStorm(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		l := newLab(coreV1)
		answer := make(chan struct{})
		l.api.PrependReactor("get", "group", func(clienttesting.Action) (bool, runtime.Object, error) {
			<-answer
			return false, nil, nil
		})
		for range 100 {
			go func() {
				if _, err := l.Resolve(ctx, widgets); !meta.IsNoMatchError(err) {
					t.Errorf("want no match, got %v", err)
				}
			}()
		}
		synctest.Wait() // all wait for the one discovery
		close(answer)
		synctest.Wait()
		for interval := range 3 {
			if n := l.discoveries(); n != interval+1 {
				t.Errorf("interval %d: want %d discoveries, got %d", interval, interval+1, n)
			}
			l.later(2 * time.Second)
			var wg sync.WaitGroup
			for range 100 {
				wg.Go(func() { _, _ = l.Resolve(ctx, widgets) })
			}
			wg.Wait()
		}
	})
}

func TestPartialFailureHidesNothingElse(t *testing.T) {
	t.Parallel()
	l := newLab(coreV1)
	l.api.PrependReactor("get", "resource", func(clienttesting.Action) (bool, runtime.Object, error) {
		down := schema.GroupVersion{Group: "custom.metrics.k8s.io", Version: "v1beta2"}
		return true, nil, &discovery.ErrGroupDiscoveryFailed{Groups: map[schema.GroupVersion]error{down: errors.New("starting")}}
	})
	if _, err := l.Resolve(t.Context(), pods); err != nil {
		t.Error(err)
	}
}

func TestFailedDiscoveryIsRetried(t *testing.T) {
	t.Parallel()
	l := newLab(coreV1)
	errDown := errors.New("connection refused")
	down := true
	l.api.PrependReactor("get", "group", func(clienttesting.Action) (bool, runtime.Object, error) {
		return down, nil, errDown
	})
	for range 2 {
		if _, err := l.Resolve(t.Context(), pods); !errors.Is(err, errDown) || meta.IsNoMatchError(err) {
			t.Errorf("want the error of discovery, got %v", err)
		}
	}
	down = false
	l.later(2 * time.Second)
	if _, err := l.Resolve(t.Context(), pods); err != nil {
		t.Errorf("after the API server is up: %v", err)
	}
	down = true
	l.later(2 * time.Second)
	if _, err := l.Resolve(t.Context(), widgets); !errors.Is(err, errDown) {
		t.Errorf("want the error of discovery for what is not known, got %v", err)
	}
	if _, err := l.Resolve(t.Context(), pods); err != nil {
		t.Errorf("want what was known before, got %v", err)
	}
}

func TestInvalidate(t *testing.T) {
	t.Parallel()
	l := newLab(coreV1, widgetsV1)
	if _, err := l.Resolve(t.Context(), widgets); err != nil {
		t.Fatal(err)
	}
	l.api.Resources = []*metav1.APIResourceList{coreV1} // the CRD is deleted
	l.later(2 * time.Second)
	if _, err := l.Resolve(t.Context(), widgets); err != nil {
		t.Fatalf("nobody has said that it has gone: %v", err)
	}
	l.Invalidate()
	if _, err := l.Resolve(t.Context(), widgets); !meta.IsNoMatchError(err) {
		t.Errorf("want no match, got %v", err)
	}
}

func TestInvalidatedIsBetterThanNothing(t *testing.T) {
	t.Parallel()
	l := newLab(coreV1)
	if _, err := l.Resolve(t.Context(), pods); err != nil {
		t.Fatal(err)
	}
	l.api.PrependReactor("get", "group", func(clienttesting.Action) (bool, runtime.Object, error) {
		return true, nil, errors.New("connection refused")
	})
	l.Invalidate()
	l.later(2 * time.Second)
	if _, err := l.Resolve(t.Context(), pods); err != nil {
		t.Errorf("want what was known before, got %v", err)
	}
	if n := l.discoveries(); n != 2 {
		t.Errorf("want a discovery to be tried, got %d", n)
	}
}

// slowDiscovery answers when it may, and minds the context of the request as a real client does.
type slowDiscovery struct {
	discovery.DiscoveryInterfaceWithContext
	answer chan struct{}
}

func (s slowDiscovery) ServerGroupsAndResourcesWithContext(ctx context.Context) ([]*metav1.APIGroup, []*metav1.APIResourceList, error) {
	select {
	case <-s.answer:
		return s.DiscoveryInterfaceWithContext.ServerGroupsAndResourcesWithContext(ctx)
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

func TestDiscoverySurvivesTheRequestThatStartedIt(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		l := newLab(coreV1)
		api := slowDiscovery{DiscoveryInterfaceWithContext: l.api, answer: make(chan struct{})}
		mapping := objects.NewMapping(api, l.clock)
		impatient, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		go func() {
			if _, err := mapping.Resolve(impatient, pods); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("want the deadline to be exceeded, got %v", err)
			}
		}()
		synctest.Wait()
		patient := make(chan error, 1)
		go func() {
			_, err := mapping.Resolve(ctx, pods)
			patient <- err
		}()
		<-impatient.Done()
		synctest.Wait()
		close(api.answer)
		if err := <-patient; err != nil {
			t.Errorf("want the other request to be answered, got %v", err)
		}
	})
}

func TestDiscoveryHasADeadline(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		l := newLab(coreV1)
		mapping := objects.NewMapping(slowDiscovery{DiscoveryInterfaceWithContext: l.api}, l.clock)
		start := time.Now()
		if _, err := mapping.Resolve(ctx, pods); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("want the deadline to be exceeded, got %v", err)
		}
		if waited := time.Since(start); waited != 10*time.Second {
			t.Errorf("want to wait for 10 s, waited %v", waited)
		}
	})
}
