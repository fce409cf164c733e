// Package queue is a source of metrics: how many messages wait in each queue, as an HTTP endpoint says.
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

const length = "queue_length"

const interval, maxAge = time.Second, 5 * time.Second // between two polls; of a sample that is answered

// Source implements source.ExternalSource. Its fields are set before its first use.
type Source struct {
	URL    string // of the endpoint
	Clock  clock.PassiveClock
	latest atomic.Pointer[[]source.Sample] // of the last poll that succeeded; what it points to never changes
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
		Measured time.Time
	}
	if err := json.NewDecoder(response.Body).Decode(&queues); err != nil {
		return fmt.Errorf("read what the endpoint says: %w", err)
	}
	samples := make([]source.Sample, len(queues))
	for i, q := range queues {
		if q.Length == nil {
			return fmt.Errorf("the endpoint says nothing of the length of queue %q", q.Name)
		}
		samples[i] = source.Sample{Value: *q.Length, Time: q.Measured, Labels: labels.Set{"queue": q.Name}}
	}
	s.latest.Store(&samples)
	return nil
}

// ExternalMetrics implements source.ExternalSource.
func (s *Source) ExternalMetrics() []string { return []string{length} }

// HasExternal implements source.ExternalSource.
func (s *Source) HasExternal(metric string) bool { return metric == length }

// ExternalSamples answers all queues, in all namespaces. If one that is asked for was not measured lately, it answers
// none: the HPA adds up what it gets, so a queue that is left out counts as empty.
func (s *Source) ExternalSamples(_ context.Context, _, _ string, selector labels.Selector) ([]source.Sample, error) {
	latest := s.latest.Load()
	if latest == nil {
		return nil, source.ErrNoSample
	}
	for _, sample := range *latest {
		if selector.Matches(sample.Labels) && s.Clock.Since(sample.Time) > maxAge {
			return nil, source.ErrNoSample
		}
	}
	return *latest, nil
}
