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

func (f *fixed) Has(context.Context, schema.GroupVersionResource, types.NamespacedName) (bool, error) {
	return true, nil
}

func (f *fixed) List(context.Context, schema.GroupVersionResource, string, labels.Selector) ([]types.NamespacedName, error) {
	return f.names, nil
}

// newBench is a cluster of 1,000 pods, and a provider over it with the walkthrough's metrics.
func newBench() (*fixed, *provider.Provider) {
	c := &fixed{names: make([]types.NamespacedName, 1000)}
	for i := range c.names {
		c.names[i] = shop(fmt.Sprintf("web-%d", i))
	}
	return c, &provider.Provider{Resolver: c, Objects: c, ObjectSources: []source.ObjectSource{sample.New(clock.RealClock{})}}
}

var packets = metricsprovider.CustomMetricInfo{GroupResource: pods, Namespaced: true, Metric: "packets-per-second"}

// BenchmarkGetMetricByName answers a request for one pod.
func BenchmarkGetMetricByName(b *testing.B) {
	c, p := newBench()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.GetMetricByName(b.Context(), c.names[0], packets, labels.Everything()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGetMetricBySelector answers a request that matches 1,000 pods.
func BenchmarkGetMetricBySelector(b *testing.B) {
	c, p := newBench()
	b.ReportAllocs()
	for b.Loop() {
		list, err := p.GetMetricBySelector(b.Context(), "shop", labels.Everything(), packets, labels.Everything())
		if err != nil || len(list.Items) != len(c.names) {
			b.Fatal(len(list.Items), err)
		}
	}
}
