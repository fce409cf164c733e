package objects_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/objects"
)

// TestView: whatever objects come and go, what a selector selects is what one finds who looks at all of them, whether it
// is followed or not. The views before are what they were.
func TestView(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	view, all := objects.NewView(), map[string]*objects.Object{}
	texts := []string{"", "app=a", "app==b,tier=c", "app in (a,b)", "app in (a,b),tier in (b,c)", "!app", "tier!=a", "app,tier=c", "app notin (a)"}
	for i := range 2000 {
		name := fmt.Sprintf("web-%d", random.IntN(50))
		if random.IntN(3) == 0 {
			view = view.Without(name)
			delete(all, name)
		} else {
			o := &objects.Object{NamespacedName: types.NamespacedName{Name: name}, Labels: randomLabels(random), Leaving: random.IntN(4) == 0}
			view = view.With(o)
			all[name] = o
		}
		selector, err := labels.Parse(texts[random.IntN(len(texts))])
		if err != nil {
			t.Fatal(err)
		}
		selection := objects.NewSelection(selector)
		switch random.IntN(10) {
		case 0:
			view = view.Following(selection)
		case 1:
			view = view.NotFollowing(selection)
		}
		var want, wantStaying, wantLeaving, got []string
		for name, o := range all {
			switch {
			case !selector.Matches(o.Labels):
				continue
			case o.Leaving:
				wantLeaving = append(wantLeaving, name)
			default:
				wantStaying = append(wantStaying, name)
			}
			want = append(want, name)
		}
		for _, o := range view.Select(selector) {
			got = append(got, o.Name)
		}
		members := view.Members(selection)
		for _, names := range [][]string{want, wantStaying, wantLeaving} {
			slices.Sort(names)
		}
		gotAll := [][]string{got, objectNames(members.Staying), objectNames(members.Leaving)}
		if diff := cmp.Diff([][]string{want, wantStaying, wantLeaving}, gotAll); diff != "" {
			t.Fatalf("change %d, %q (-want +got):\n%s", i, selector, diff)
		}
	}
}

func randomLabels(random *rand.Rand) labels.Set {
	set := labels.Set{}
	for _, key := range []string{"app", "tier"} {
		if random.IntN(4) > 0 {
			set[key] = string("abc"[random.IntN(3)])
		}
	}
	return set
}

// TestNothing is selected by a selector that is written as the one that selects everything.
func TestNothing(t *testing.T) {
	t.Parallel()
	view := objects.NewView().With(&objects.Object{NamespacedName: types.NamespacedName{Name: "web"}})
	view = view.Following(objects.NewSelection(labels.Everything()))
	if got := objectNames(view.Members(objects.NewSelection(labels.Nothing())).Staying); len(got) > 0 {
		t.Errorf("got %v", got)
	}
}
