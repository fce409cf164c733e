package simulated

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/source"
)

const (
	orders   = "shop/a:\n{metric: depth, external: {labels: {queue: orders}}, value: 40}"
	invoices = "shop/b:\n{metric: depth, external: {labels: {queue: invoices}}, value: 10}"
	broken   = "shop/c:\n{metric: depth, external: {labels: {queue: broken}}, value: 10, faults: {errorRate: 1}}"
	gone     = "shop/d:\n{metric: depth, external: {labels: {queue: gone}}, value: 10, faults: {missing: true}}"
	bare     = "shop/e:\n{metric: depth, external: {}, value: 1}"
	others   = "bank/a:\n{metric: depth, external: {labels: {queue: orders}}, value: 7}"
	again    = "shop/f:\n{metric: depth, external: {labels: {queue: orders}}, value: 40}"
)

func TestExternalSamples(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name         string
		declarations []string
		selector     string
		want         map[string]string // by labels
		wantErr      error
		wantMessage  string
	}{
		{name: "all", declarations: []string{orders, invoices, bare}, want: map[string]string{"queue=orders": "40", "queue=invoices": "10", "": "1"}},
		{name: "selected", declarations: []string{orders, invoices}, selector: "queue in (invoices)", want: map[string]string{"queue=invoices": "10"}},
		{name: "nothing selected", declarations: []string{orders}, selector: "queue=none", want: map[string]string{}},
		{name: "of its namespace", declarations: []string{orders, others}, want: map[string]string{"queue=orders": "40"}},
		{name: "of another namespace only", declarations: []string{others}, wantErr: source.ErrUnknownMetric},
		{name: "one that fails", declarations: []string{orders, broken}, wantMessage: "SimulatedMetric shop/c declares"},
		{name: "one that fails and is not selected", declarations: []string{orders, broken}, selector: "queue=orders", want: map[string]string{"queue=orders": "40"}},
		{name: "one is missing", declarations: []string{orders, gone}, want: map[string]string{"queue=orders": "40"}},
		{name: "all selected are missing", declarations: []string{orders, gone}, selector: "queue=gone", wantErr: source.ErrNoSample},
		{
			name: "twice the same series", declarations: []string{orders, again},
			wantMessage: "metric depth has two values for the series {queue=orders} in namespace shop, from SimulatedMetric shop/a and from SimulatedMetric shop/f",
		},
		{name: "twice the same series, not selected", declarations: []string{orders, again, invoices}, selector: "queue=invoices", want: map[string]string{"queue=invoices": "10"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newSource(t, pods("web"), test.declarations...)
			selector, err := labels.Parse(test.selector)
			if err != nil {
				t.Fatal(err)
			}
			samples, err := s.ExternalSamples(t.Context(), "shop", "depth", selector)
			if test.wantMessage != "" {
				wantMessage(t, err, test.wantMessage)
				return
			}
			if !errors.Is(err, test.wantErr) {
				t.Fatalf("want the error %v, got %v", test.wantErr, err)
			}
			var got map[string]string
			if err == nil {
				got = make(map[string]string)
			}
			for _, sample := range samples {
				got[sample.Labels.String()] = sample.Value.String()
				if !sample.Time.Equal(created) {
					t.Errorf("want the time of the clock, got %s", sample.Time)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("series (-want +got):\n%s", diff)
			}
		})
	}
}

// TestManySeries: all of them are answered, and one of them is found.
func TestManySeries(t *testing.T) {
	t.Parallel()
	const many = 3000
	declarations := make([]string, many)
	for i := range declarations {
		declarations[i] = fmt.Sprintf("shop/s%d:\n{metric: depth, external: {labels: {queue: q%d}}, value: %d}", i, i, i)
	}
	s, _ := newSource(t, pods("web"), declarations...)
	for selector, want := range map[string]int{"": many, "queue=q2999": 1} {
		parsed, err := labels.Parse(selector)
		if err != nil {
			t.Fatal(err)
		}
		if samples, err := s.ExternalSamples(t.Context(), "shop", "depth", parsed); err != nil || len(samples) != want {
			t.Errorf("%q: got %d series, %v, want %d", selector, len(samples), err, want)
		}
	}
}
