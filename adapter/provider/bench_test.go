package provider_test

import (
	"context"
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/clock"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source"
	"example.com/metrics-lab/adapter/source/sample"
)

// fixed is a cluster that lists at no cost, so that a benchmark measures the provider.
type fixed struct {
	cluster
	names []types.NamespacedName
}

func (f *fixed) List(context.Context, schema.GroupVersionResource, string, labels.Selector) ([]types.NamespacedName, error) {
	return f.names, nil
}

// BenchmarkGetMetricBySelector answers a request that matches 1,000 pods.
func BenchmarkGetMetricBySelector(b *testing.B) {
	c := &fixed{names: make([]types.NamespacedName, 1000)}
	for i := range c.names {
		c.names[i] = shop(fmt.Sprintf("web-%d", i))
	}
	p := &provider.Provider{Resolver: c, Objects: c, ObjectSources: []source.ObjectSource{sample.New(clock.RealClock{})}}
	info := metricsprovider.CustomMetricInfo{GroupResource: pods, Namespaced: true, Metric: "packets-per-second"}
	b.ReportAllocs()
	for b.Loop() {
		list, err := p.GetMetricBySelector(b.Context(), "shop", labels.Everything(), info, labels.Everything())
		if err != nil || len(list.Items) != len(c.names) {
			b.Fatal(len(list.Items), err)
		}
	}
}
