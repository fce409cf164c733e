package source_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/source"
)

// queues is a source whose backend answers the length of every queue as JSON: {"orders": 40}.
type queues struct {
	client *http.Client
	url    string
}

var _ source.ExternalSource = queues{}

func (q queues) ExternalMetrics() []string { return []string{"queue-length"} }

func (q queues) HasExternal(metric string) bool { return metric == "queue-length" }

func (q queues) ExternalSamples(ctx context.Context, _, _ string, _ labels.Selector) ([]source.Sample, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, q.url, nil)
	if err != nil {
		return nil, err
	}
	response, err := q.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("queue lengths: %s", response.Status)
	}
	var lengths map[string]float64
	if err := json.NewDecoder(response.Body).Decode(&lengths); err != nil {
		return nil, fmt.Errorf("queue lengths: %w", err)
	}
	var samples []source.Sample
	for queue, length := range lengths {
		value, err := source.FromFloat64(length)
		if err != nil {
			return nil, fmt.Errorf("length of queue %s: %w", queue, err)
		}
		samples = append(samples, source.Sample{Value: value, Time: time.Now(), Labels: labels.Set{"queue": queue}})
	}
	return samples, nil
}

// A source of one's own takes one type and three methods.
func ExampleExternalSource() {
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"orders": 40}`)
	}))
	defer backend.Close()

	samples, err := queues{client: backend.Client(), url: backend.URL}.
		ExternalSamples(context.Background(), "shop", "queue-length", labels.Everything())
	fmt.Println(samples[0].Labels, samples[0].Value.String(), err)
	// Output: queue=orders 40 <nil>
}
