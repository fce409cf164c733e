package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/source"
)

func TestCatalogIsSortedAndWithoutDuplicates(t *testing.T) {
	t.Parallel()
	p := newProvider(&cluster{},
		&backend{
			metrics:  []source.Metric{namespaced(pods, "b"), {Name: "a", Resource: nodes}, namespaced(pods, "a")},
			external: []string{"queue", "backlog"},
		},
		&backend{
			metrics:  []source.Metric{namespaced(pods, "b"), namespaced(deployments, "c")},
			external: []string{"queue", "age"},
		})
	want := []metricsprovider.CustomMetricInfo{
		{GroupResource: deployments, Namespaced: true, Metric: "c"},
		{GroupResource: nodes, Metric: "a"},
		{GroupResource: pods, Namespaced: true, Metric: "a"},
		{GroupResource: pods, Namespaced: true, Metric: "b"},
	}
	if diff := cmp.Diff(want, p.ListAllMetrics()); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	wantExternal := []metricsprovider.ExternalMetricInfo{{Metric: "age"}, {Metric: "backlog"}, {Metric: "queue"}}
	if diff := cmp.Diff(wantExternal, p.ListAllExternalMetrics()); diff != "" {
		t.Errorf("external metrics (-want +got):\n%s", diff)
	}
}

func TestCatalogOfNoSources(t *testing.T) {
	t.Parallel()
	p := newProvider(&cluster{})
	if diff := cmp.Diff([]metricsprovider.CustomMetricInfo{}, p.ListAllMetrics()); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]metricsprovider.ExternalMetricInfo{}, p.ListAllExternalMetrics()); diff != "" {
		t.Errorf("external metrics (-want +got):\n%s", diff)
	}
}
