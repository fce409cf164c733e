package simulated

import (
	"context"
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/objects"
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

// followed is a cluster whose pods of one selection are at hand, as informers have them, so that a benchmark measures the
// source.
type followed struct {
	cluster
	view objects.View
}

func (f *followed) View(context.Context, schema.GroupResource, string) (objects.View, error) {
	return f.view, nil
}

func (f *followed) Follow(_ schema.GroupResource, _ string, selection *objects.Selection) {
	f.view = f.view.Following(selection)
}

// BenchmarkTotal reads a total that 1,000 pods share, for all of them, on a curve of 1,000 points.
func BenchmarkTotal(b *testing.B) {
	var names []types.NamespacedName
	of := &followed{view: objects.NewView()}
	curve := ""
	for i := range 1000 {
		names = append(names, shop(fmt.Sprintf("web-%03d", i)))
		of.view = of.view.With(&objects.Object{NamespacedName: names[i], Labels: labels.Set{"app": "web"}})
		curve += fmt.Sprintf("{at: %ds, value: %d},", i, i)
	}
	s, clock := newSource(b, of, "shop/a:\n{metric: requests, objects: {resource: pods, selector: "+web+"}, share: Total, curve: ["+curve+"]}")
	clock.Step(500_500_000_000)
	b.ReportAllocs()
	var samples []source.Sample
	for b.Loop() {
		var err error
		if samples, err = s.Samples(b.Context(), podRequests, names); err != nil {
			b.Fatal(err)
		}
	}
	if len(samples) != len(names) {
		b.Fatalf("got %d samples", len(samples))
	}
}
