package objects_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/objects"
)

func TestList(t *testing.T) {
	t.Parallel()
	web, db := map[string]string{"app": "web"}, map[string]string{"app": "db"}
	for _, test := range []struct {
		name      string
		resource  schema.GroupVersionResource
		namespace string
		selector  string
		want      []string
	}{
		{name: "a namespace", resource: podsGVR, namespace: "shop", want: []string{"shop/db-0", "shop/web-0", "shop/web-1"}},
		{name: "a selector", resource: podsGVR, namespace: "shop", selector: "app=web", want: []string{"shop/web-0", "shop/web-1"}},
		{name: "a selector that nothing matches", resource: podsGVR, namespace: "shop", selector: "app=cache"},
		{name: "a namespace without objects", resource: podsGVR, namespace: "empty"},
		{name: "root-scoped", resource: nodesGVR, want: []string{"/one", "/two"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, ctx context.Context) {
				informers := objects.NewInformers(ctx, newClient(t,
					object("Pod", "shop", "web-1", web), object("Pod", "shop", "web-0", web), object("Pod", "shop", "db-0", db),
					object("Pod", "bank", "web-2", web), object("Node", "", "two", nil), object("Node", "", "one", nil),
				), func() {})
				selector, err := labels.Parse(test.selector)
				if err != nil {
					t.Fatal(err)
				}
				got, err := informers.List(ctx, test.resource, test.namespace, selector)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(test.want, names(got)); diff != "" {
					t.Errorf("objects (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestHas(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		resource schema.GroupVersionResource
		object   types.NamespacedName
		want     bool
	}{
		{name: "there", resource: podsGVR, object: types.NamespacedName{Namespace: "shop", Name: "web"}, want: true},
		{name: "in another namespace", resource: podsGVR, object: types.NamespacedName{Namespace: "bank", Name: "web"}},
		{name: "of another resource", resource: nodesGVR, object: types.NamespacedName{Namespace: "shop", Name: "web"}},
		{name: "root-scoped", resource: nodesGVR, object: types.NamespacedName{Name: "one"}, want: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, ctx context.Context) {
				client := newClient(t, object("Pod", "shop", "web", nil), object("Node", "", "one", nil))
				got, err := objects.NewInformers(ctx, client, func() {}).Has(ctx, test.resource, test.object)
				if err != nil {
					t.Fatal(err)
				}
				if got != test.want {
					t.Errorf("want %v, got %v", test.want, got)
				}
			})
		})
	}
}
