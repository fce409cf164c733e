package objects_test

import (
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/objects"
)

// newBench is a view of 10,000 pods of 1,000 apps, each of which is followed.
func newBench() (objects.View, []*objects.Object) {
	view, all := objects.NewView(), make([]*objects.Object, 10_000)
	for i := range all {
		all[i] = &objects.Object{
			NamespacedName: types.NamespacedName{Namespace: "shop", Name: fmt.Sprintf("web-%04d-%d", i/10, i%10)},
			Labels:         labels.Set{"app": fmt.Sprintf("web-%d", i/10), "tier": "front", "team": "shop"},
		}
		view = view.With(all[i])
	}
	for i := range 1000 {
		view = view.Following(ofApp(i))
	}
	return view, all
}

func ofApp(i int) *objects.Selection {
	return objects.NewSelection(labels.SelectorFromSet(labels.Set{"app": fmt.Sprintf("web-%d", i), "tier": "front"}))
}

// BenchmarkSelect finds the ten pods of an app among 10,000.
func BenchmarkSelect(b *testing.B) {
	view, _ := newBench()
	selector := ofApp(500)
	b.ReportAllocs()
	for b.Loop() {
		if found := view.Select(selector); len(found) != 10 {
			b.Fatal(found)
		}
	}
}

// BenchmarkEvent takes up one change of one of 10,000 pods.
func BenchmarkEvent(b *testing.B) {
	view, all := newBench()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		view = view.With(all[i%len(all)])
	}
}
