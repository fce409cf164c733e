package objects

import (
	"testing"
	"testing/synctest"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	metadatafake "k8s.io/client-go/metadata/fake"
)

// TestFollow: what is followed before a resource is watched, and while it is, has its members at hand, until the last one
// who follows it has ended to do so.
func TestFollow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		scheme := metadatafake.NewTestScheme()
		if err := metav1.AddMetaToScheme(scheme); err != nil {
			t.Fatal(err)
		}
		informers := NewInformers(t.Context(), metadatafake.NewSimpleMetadataClient(scheme), func() {})
		gvr := schema.GroupVersionResource{Version: "v1", Resource: "pods"}
		web, db := selectionOf("web"), selectionOf("db")
		expect := func(what string, want int) {
			t.Helper()
			synctest.Wait()
			view, err := informers.View(t.Context(), gvr, "shop")
			if err != nil {
				t.Fatal(err)
			}
			if got := view.members.Len(); got != want || view.selections.All().Len() != want {
				t.Errorf("%s: got the members of %d selections, want %d", what, got, want)
			}
		}
		informers.Follow(gvr.GroupResource(), "shop", web)
		informers.Follow(gvr.GroupResource(), "shop", selectionOf("web")) // the same one
		informers.Follow(gvr.GroupResource(), "bank", db)
		expect("at first", 1)
		informers.Follow(gvr.GroupResource(), "shop", db)
		expect("one more", 2)
		informers.Unfollow(gvr.GroupResource(), "shop", web)
		expect("one follows it no more", 2)
		informers.Unfollow(gvr.GroupResource(), "shop", web)
		informers.Unfollow(gvr.GroupResource(), "shop", db)
		informers.Unfollow(gvr.GroupResource(), "bank", db)
		expect("at last", 0)
		if len(informers.follows) > 0 {
			t.Errorf("left: %v", informers.follows)
		}
	})
}

func selectionOf(app string) *Selection {
	return NewSelection(labels.SelectorFromSet(labels.Set{"app": app}))
}
