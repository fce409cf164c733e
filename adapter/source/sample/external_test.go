package sample

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/source"
)

func TestExternalSamples(t *testing.T) {
	t.Parallel()
	s := newSource()
	want := []source.Sample{
		{Value: resource.MustParse("40"), Time: noon, Labels: labels.Set{"queue": "orders"}},
		{Value: resource.MustParse("5"), Time: noon, Labels: labels.Set{"queue": "orders", "tier": "premium"}},
		{Value: resource.MustParse("10"), Time: noon, Labels: labels.Set{"queue": "invoices"}},
	}
	for _, metric := range s.ExternalMetrics() {
		for _, namespace := range []string{"shop", "bank"} {
			got, err := s.ExternalSamples(t.Context(), namespace, metric, labels.Everything())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("samples of %s in %s (-want +got):\n%s", metric, namespace, diff)
			}
		}
	}
}
