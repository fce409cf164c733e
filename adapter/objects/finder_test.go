package objects_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/objects"
)

// TestFindTellsWhatIsBeingDeleted, which List does not: such a pod is still there, but no work goes to it.
func TestFindTellsWhatIsBeingDeleted(t *testing.T) {
	bubble(t, func(t *testing.T, ctx context.Context) {
		web := map[string]string{"app": "web"}
		terminating := object("Pod", "shop", "web-1", web)
		terminating.DeletionTimestamp = &metav1.Time{}
		l := newLab(coreV1)
		informers := objects.NewInformers(ctx, newClient(t,
			object("Pod", "shop", "web-0", web), terminating, object("Pod", "shop", "db-0", nil), object("Pod", "bank", "web-0", web),
		), func() {})
		finder := objects.Finder{Informers: informers, Mapping: l.Mapping}

		view, err := finder.View(ctx, pods, "shop")
		if err != nil {
			t.Fatal(err)
		}
		members := view.Members(objects.NewSelection(labels.SelectorFromSet(web)))
		if diff := cmp.Diff([]string{"web-0"}, objectNames(members.Staying)); diff != "" {
			t.Errorf("staying (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"web-1"}, objectNames(members.Leaving)); diff != "" {
			t.Errorf("leaving (-want +got):\n%s", diff)
		}
		got, err := informers.List(ctx, podsGVR, "shop", labels.SelectorFromSet(web))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"shop/web-0", "shop/web-1"}, names(got)); diff != "" {
			t.Errorf("listed (-want +got):\n%s", diff)
		}
		if _, err := finder.View(ctx, widgets, "shop"); !meta.IsNoMatchError(err) {
			t.Errorf("an unknown resource: want no match, got %v", err)
		}
	})
}
