package simulated

import (
	"context"
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

// benchmarks are the ways in which many declarations can lie beside the one that is read.
func benchmarks(n int) map[string]func(i int) string {
	return map[string]func(i int) string{
		fmt.Sprintf("metrics=%d", n): func(i int) string {
			return fmt.Sprintf("shop/a%d:\n{metric: requests%d, objects: {resource: pods, name: web-0}, value: 1}", i, i)
		},
		fmt.Sprintf("objects=%d", n): func(i int) string {
			return fmt.Sprintf("shop/a%d:\n{metric: requests, objects: {resource: pods, name: other-%d}, value: 1}", i, i)
		},
		fmt.Sprintf("namespaces=%d", n): func(i int) string {
			return fmt.Sprintf("shop-%d/a:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 1}", i)
		},
	}
}

// BenchmarkSample reads one metric of one pod, among many declarations of other metrics, objects and namespaces.
func BenchmarkSample(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		for name, declaration := range benchmarks(n) {
			b.Run(name, func(b *testing.B) {
				s, _ := newSource(b, pods("web"), "shop/a:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 40}")
				for i := range n - 1 {
					s.put(decode(declare(b, declaration(i))))
				}
				object := shop("web-0")
				b.ReportAllocs()
				for b.Loop() {
					if !s.Has(podRequests) {
						b.Fatal("it is not known")
					}
					if _, err := s.Sample(b.Context(), podRequests, object); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkExternalSamples reads one external metric among many.
func BenchmarkExternalSamples(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("metrics=%d", n), func(b *testing.B) {
			s, _ := newSource(b, pods("web"), orders)
			for i := range n - 1 {
				s.put(decode(declare(b, fmt.Sprintf("shop/m%d:\n{metric: depth%d, external: {}, value: 1}", i, i))))
			}
			b.ReportAllocs()
			for b.Loop() {
				if !s.HasExternal("depth") {
					b.Fatal("it is not known")
				}
				if _, err := s.ExternalSamples(b.Context(), "shop", "depth", labels.Everything()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// listed is a cluster that finds at no cost, so that a benchmark measures the source.
type listed struct {
	cluster
	names []types.NamespacedName
}

func (l *listed) Find(context.Context, schema.GroupResource, string, labels.Selector) (staying, leaving []types.NamespacedName, err error) {
	return l.names, nil, nil
}

// BenchmarkTotal reads a total that 1,000 pods share, for all of them, on a curve of 1,000 points.
func BenchmarkTotal(b *testing.B) {
	var objects []types.NamespacedName
	curve := ""
	for i := range 1000 {
		objects = append(objects, shop(fmt.Sprintf("web-%d", i)))
		curve += fmt.Sprintf("{at: %ds, value: %d},", i, i)
	}
	s, clock := newSource(b, &listed{names: objects}, "shop/a:\n{metric: requests, objects: {resource: pods, selector: "+web+"}, share: Total, curve: ["+curve+"]}")
	clock.Step(500_500_000_000)
	b.ReportAllocs()
	var samples map[types.NamespacedName]source.Sample
	for b.Loop() {
		var err error
		if samples, err = s.Samples(b.Context(), podRequests, objects); err != nil {
			b.Fatal(err)
		}
	}
	if len(samples) != len(objects) {
		b.Fatalf("got %d samples", len(samples))
	}
}
