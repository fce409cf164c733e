// Package queue is a source of metrics: how many messages wait in each queue, and for how long, as an HTTP endpoint
// says.
package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/source"
)

const length, waiting = "queue_length", "queue_waiting_seconds"

const interval, maxAge = time.Second, 5 * time.Second // between two polls; of a sample that is answered

// Source implements source.ExternalSource. Its fields are set before its first use.
type Source struct {
	URL    string // of the endpoint
	Clock  clock.PassiveClock
	latest atomic.Pointer[map[string][]source.Sample] // by metric, of the last poll that succeeded; never changes
}

// Run polls the endpoint until ctx ends.
func (s *Source) Run(ctx context.Context) {
	wait.UntilWithContext(ctx, func(ctx context.Context) {
		if err := s.poll(ctx); err != nil && ctx.Err() == nil {
			klog.ErrorS(err, "Cannot read the queues", "url", s.URL)
		}
	}, interval)
}

// poll asks the endpoint once. Whatever goes wrong, the samples stay those of the poll before.
func (s *Source) poll(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
	if err != nil {
		return err
	}
	response, err := (&http.Client{Timeout: interval}).Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the endpoint says %s", response.Status)
	}
	var queues []struct {
		Name     string
		Length   *resource.Quantity // nil if it is left out, which must not become 0
		Waiting  *float64
		Measured time.Time
	}
	if err := json.NewDecoder(response.Body).Decode(&queues); err != nil {
		return fmt.Errorf("read what the endpoint says: %w", err)
	}
	samples := map[string][]source.Sample{length: {}, waiting: {}}
	for _, q := range queues {
		if q.Length == nil || q.Waiting == nil {
			return fmt.Errorf("the endpoint leaves something out of queue %q", q.Name)
		}
		seconds, err := source.FromFloat64(*q.Waiting)
		if err != nil {
			return fmt.Errorf("how long queue %q waits: %w", q.Name, err)
		}
		of := labels.Set{"queue": q.Name}
		samples[length] = append(samples[length], source.Sample{Value: *q.Length, Time: q.Measured, Labels: of})
		samples[waiting] = append(samples[waiting], source.Sample{Value: seconds, Time: q.Measured, Labels: of})
	}
	s.latest.Store(&samples)
	return nil
}

// ExternalMetrics implements source.ExternalSource.
func (s *Source) ExternalMetrics() []string { return []string{length, waiting} }

// HasExternal implements source.ExternalSource.
func (s *Source) HasExternal(metric string) bool { return metric == length || metric == waiting }

// ExternalSamples answers all queues, in all namespaces. If one that is asked for was not measured lately, it answers
// none: the HPA adds up what it gets, so a queue that is left out counts as empty.
func (s *Source) ExternalSamples(_ context.Context, _, metric string, selector labels.Selector) ([]source.Sample, error) {
	latest := s.latest.Load()
	if latest == nil {
		return nil, source.ErrNoSample
	}
	for _, sample := range (*latest)[metric] {
		if selector.Matches(sample.Labels) && s.Clock.Since(sample.Time) > maxAge {
			return nil, source.ErrNoSample
		}
	}
	return (*latest)[metric], nil
}
