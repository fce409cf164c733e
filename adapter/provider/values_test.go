package provider_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source"
)

// TestValues: it answers what a request for custom metrics would, and hides the same errors.
func TestValues(t *testing.T) {
	t.Parallel()
	cpu := source.Metric{Name: "cpu", Resource: pods, Namespaced: true}
	objects := []types.NamespacedName{shop("web-0"), shop("web-1"), shop("web-2")}
	first := &backend{metrics: []source.Metric{cpu}, samples: map[string]source.Sample{"web-0": {Time: noon}, "web-1": {Missing: true}}}
	second := &backend{metrics: []source.Metric{cpu}, samples: map[string]source.Sample{"web-1": {Time: noon}, "web-2": {}}}
	p := &provider.Provider{ObjectSources: []source.ObjectSource{first, second}}

	got, err := p.Values(t.Context(), cpu, objects)
	if err != nil {
		t.Fatal(err)
	}
	want := map[types.NamespacedName]source.Sample{shop("web-0"): {Time: noon}, shop("web-2"): {}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(first.samples) != 2 || !first.samples["web-1"].Missing {
		t.Error("the source's own samples were changed")
	}
	if _, err := p.Values(t.Context(), source.Metric{Name: "memory", Resource: pods, Namespaced: true}, objects); !errors.Is(err, source.ErrUnknownMetric) {
		t.Errorf("another metric: got %v, want ErrUnknownMetric", err)
	}
	first.err = errDown
	if _, err := p.Values(t.Context(), cpu, objects); err == nil || strings.Contains(err.Error(), "10.0.0.7") {
		t.Errorf("got %v, want an error that hides what the backend said", err)
	}
}
