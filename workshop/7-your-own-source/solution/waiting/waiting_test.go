package queue

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/source"
)

// TestWaiting: it has a series for each queue, too, to the millisecond.
func TestWaiting(t *testing.T) {
	t.Parallel()
	s, err := newSource(t, "["+orders+", "+invoices+"]")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{length, waiting}, s.ExternalMetrics()); diff != "" || !s.HasExternal(length) || !s.HasExternal(waiting) || s.HasExternal("x") {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	got, err := s.ExternalSamples(t.Context(), "shop", waiting, labels.Everything())
	if err != nil {
		t.Fatal(err)
	}
	want := []source.Sample{
		{Value: resource.MustParse("12500m"), Time: noon, Labels: labels.Set{"queue": "orders"}},
		{Value: resource.MustParse("0"), Time: noon.Add(-3 * time.Second), Labels: labels.Set{"queue": "invoices"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("samples (-want +got):\n%s", diff)
	}
	for _, answer := range []string{`[{"name": "a", "length": 1}]`, `[{"name": "a", "length": 1, "waiting": 1e300}]`} {
		if _, err := newSource(t, answer); err == nil {
			t.Errorf("%s: want an error", answer)
		}
	}
}
