package simulated

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/source"
)

// TestConcurrentUse has readers, discoveries and changes of what is declared meet, through the informers. Whatever a
// reader meets, it gets one of the values that were declared at some time, or none.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	const rounds, readers, writers = 200, 8, 4
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	a := newAPI()
	s := New(clock.RealClock{}, pods("web", "web-0", "web-1", "web-2", "web-3"))
	if err := s.Start(ctx, a); err != nil {
		t.Fatal(err)
	}
	var writing, reading sync.WaitGroup
	for w := range writers {
		name := fmt.Sprintf("shop/%d:\n{metric: requests, objects: {resource: pods, name: web-%d}", w, w)
		series := fmt.Sprintf("shop/e%d:\n{metric: depth, external: {labels: {queue: q%d}}", w, w)
		writing.Go(func() {
			for round := range rounds {
				declared := a.declared[client.SimulatedMetrics]
				value := fmt.Sprintf(", value: %d}", round+1)
				declared.Add(object(t, name+value))
				declared.Add(object(t, series+value))
				declared.Modify(object(t, name+value))
				if round < rounds-1 {
					declared.Delete(object(t, name+value))
				}
				declared.Delete(object(t, series+value))
			}
		})
	}
	done := make(chan struct{})
	for range readers {
		reading.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					readOnce(ctx, t, s, rounds)
				}
			}
		})
	}
	writing.Wait()
	close(done)
	reading.Wait()
	settled(ctx, t, s, writers, fmt.Sprint(rounds))
}

func readOnce(ctx context.Context, t *testing.T, s *Source, most int64) {
	s.Metrics()
	s.ExternalMetrics()
	samples, err := s.Samples(ctx, podRequests, []types.NamespacedName{shop("web-0"), shop("web-1"), shop("web-2"), shop("web-3")})
	if err != nil {
		t.Error(err)
	}
	series, err := s.ExternalSamples(ctx, "shop", "depth", labels.Everything())
	if err != nil && !errors.Is(err, source.ErrUnknownMetric) {
		t.Error(err)
	}
	for _, sample := range samples {
		if !sample.Unknown {
			series = append(series, sample)
		}
	}
	for _, sample := range series {
		if value := sample.Value.Value(); value < 1 || value > most {
			t.Errorf("want a value from 1 to %d, got %s", most, sample.Value.String())
		}
	}
}

// settled waits until the source knows the last values, which it does soon after they were written.
func settled(ctx context.Context, t *testing.T, s *Source, pods int, want string) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for pod := 0; pod < pods; {
		sample, err := s.Sample(ctx, podRequests, shop(fmt.Sprintf("web-%d", pod)))
		switch {
		case err == nil && sample.Value.String() == want && !s.HasExternal("depth"):
			pod++
		case time.Now().After(deadline):
			t.Fatalf("web-%d: want %s in the end, got %s, %v; external metrics %v", pod, want, sample.Value.String(), err, s.ExternalMetrics())
		}
	}
}
