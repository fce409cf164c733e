package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	clocktesting "k8s.io/utils/clock/testing"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source"
	"example.com/metrics-lab/adapter/source/sample"
)

// TestMatchingObjectsShareTheTotal asserts that a source gets the very objects that the selector matched: it is among
// those, and not among all, that the walkthrough's metrics are shared.
func TestMatchingObjectsShareTheTotal(t *testing.T) {
	t.Parallel()
	c := &cluster{objects: map[types.NamespacedName]labels.Set{
		shop("web-0"): {"app": "web"}, shop("web-1"): {"app": "db"}, shop("web-2"): {"app": "web"}, shop("web-3"): {"app": "web"},
	}}
	p := &provider.Provider{Resolver: c, Objects: c, ObjectSources: []source.ObjectSource{
		sample.New(clocktesting.NewFakePassiveClock(noon)),
	}}
	info := metricsprovider.CustomMetricInfo{GroupResource: pods, Namespaced: true, Metric: "packets-per-second"}
	for _, want := range []map[string]string{
		{"web-0": "3300m", "web-2": "3300m", "web-3": "3300m"}, // 100/3 = 33
		{"web-0": "6600m", "web-2": "6600m", "web-3": "6600m"}, // 200/3 = 66
		{"web-0": "10", "web-2": "10", "web-3": "10"},
	} {
		list, err := p.GetMetricBySelector(t.Context(), "shop", parse(t, "app=web"), info, labels.Everything())
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[string]string)
		for _, value := range list.Items {
			got[value.DescribedObject.Name] = value.Value.String()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("values (-want +got):\n%s", diff)
		}
	}
}
