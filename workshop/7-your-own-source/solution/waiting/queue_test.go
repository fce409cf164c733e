package queue

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	clocktesting "k8s.io/utils/clock/testing"

	"example.com/metrics-lab/adapter/source"
)

var (
	noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	_    = source.ExternalSource(&Source{})
)

const (
	orders   = `{"name": "orders", "length": 40, "waiting": 12.5, "measured": "2026-01-02T12:00:00Z"}`
	invoices = `{"name": "invoices", "length": 0, "waiting": 0, "measured": "2026-01-02T11:59:57Z"}`
)

// newSource polls an endpoint once for each of the answers, and has the poll's error. The time is noon.
func newSource(t *testing.T, answers ...string) (*Source, error) {
	t.Helper()
	next := 0
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer, down := strings.CutPrefix(answers[next], "503 ")
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = fmt.Fprint(w, answer)
	}))
	defer endpoint.Close()
	s := &Source{URL: endpoint.URL, Clock: clocktesting.NewFakePassiveClock(noon)}
	var err error
	for next = range answers {
		err = s.poll(t.Context())
	}
	return s, err
}

func TestExternalSamples(t *testing.T) {
	t.Parallel()
	of := func(queue string, length int64, age time.Duration) source.Sample {
		return source.Sample{Value: *resource.NewQuantity(length, resource.DecimalSI), Time: noon.Add(-age), Labels: labels.Set{"queue": queue}}
	}
	for _, test := range []struct {
		name, selector string
		answers        []string
		pollFails      bool
		want           []source.Sample
		wantErr        error
	}{
		{name: "one series for each queue, as old as it is", answers: []string{"[" + orders + "," + invoices + "]"}, want: []source.Sample{of("orders", 40, 0), of("invoices", 0, 3*time.Second)}},
		{name: "no queues", answers: []string{"[]"}},
		{name: "not polled yet", wantErr: source.ErrNoSample},
		{name: "the last poll failed", answers: []string{"[" + orders + "]", "503 []"}, pollFails: true, want: []source.Sample{of("orders", 40, 0)}},
		{name: "not JSON", answers: []string{"<html>"}, pollFails: true, wantErr: source.ErrNoSample},
		{name: "a length that is left out is not 0", answers: []string{`[{"name": "orders", "waiting": 1, "measured": "2026-01-02T12:00:00Z"}]`}, pollFails: true, wantErr: source.ErrNoSample},
		{name: "measured too long ago", answers: []string{`[{"name": "old", "length": 1, "waiting": 1, "measured": "2026-01-02T11:59:54Z"}]`}, wantErr: source.ErrNoSample},
		{name: "no time at all", answers: []string{`[{"name": "old", "length": 1, "waiting": 1}]`}, wantErr: source.ErrNoSample},
		{
			name: "only what is asked for has to be recent", selector: "queue=orders",
			answers: []string{"[" + orders + `, {"name": "old", "length": 1, "waiting": 1}]`}, want: []source.Sample{of("orders", 40, 0), {Value: *resource.NewQuantity(1, resource.DecimalSI), Labels: labels.Set{"queue": "old"}}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, err := newSource(t, test.answers...)
			if (err != nil) != test.pollFails {
				t.Errorf("poll fails: want %t, got %v", test.pollFails, err)
			}
			selector, err := labels.Parse(test.selector)
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.ExternalSamples(t.Context(), "shop", length, selector)
			if !errors.Is(err, test.wantErr) {
				t.Errorf("error: want %v, got %v", test.wantErr, err)
			}
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("samples (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRun: an endpoint that hangs is asked again and again, readers do not wait for it, and Run ends with its context.
func TestRun(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	asked := make(chan struct{})
	endpoint := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case asked <- struct{}{}:
			<-r.Context().Done()
		case <-r.Context().Done():
		}
	}))
	defer endpoint.Close()
	s := &Source{URL: endpoint.URL, Clock: clocktesting.NewFakePassiveClock(noon)}
	ended := make(chan struct{})
	go func() { s.Run(ctx); close(ended) }()
	<-asked
	if _, err := s.ExternalSamples(ctx, "shop", length, labels.Everything()); !errors.Is(err, source.ErrNoSample) {
		t.Errorf("want ErrNoSample at once, got %v", err)
	}
	<-asked
	cancel()
	<-ended
	if err := s.poll(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("want Canceled, got %v", err)
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	s := &Source{}
	for _, metric := range s.ExternalMetrics() {
		if !s.HasExternal(metric) {
			t.Errorf("it lists %s, and does not have it", metric)
		}
	}
	if s.HasExternal("unheard-of") {
		t.Error("it has any metric")
	}
}
