package objects_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	discoveryfake "k8s.io/client-go/discovery/fake"
	clienttesting "k8s.io/client-go/testing"
	clocktesting "k8s.io/utils/clock/testing"

	"example.com/metrics-lab/adapter/objects"
)

var (
	coreV1 = &metav1.APIResourceList{GroupVersion: "v1", APIResources: []metav1.APIResource{
		{Name: "pods", SingularName: "pod", Kind: "Pod", Namespaced: true},
		{Name: "pods/status", Kind: "Pod", Namespaced: true},
		{Name: "namespaces", SingularName: "namespace", Kind: "Namespace"},
	}}
	appsV1 = &metav1.APIResourceList{GroupVersion: "apps/v1", APIResources: []metav1.APIResource{
		{Name: "deployments", SingularName: "deployment", Kind: "Deployment", Namespaced: true},
	}}
	widgetsV1 = &metav1.APIResourceList{GroupVersion: "example.com/v1", APIResources: []metav1.APIResource{
		{Name: "widgets", SingularName: "widget", Kind: "Widget", Namespaced: true},
	}}
	pods    = schema.GroupResource{Resource: "pods"}
	widgets = schema.GroupResource{Group: "example.com", Resource: "widgets"}
)

// lab is a mapping whose API server and clock the test holds.
type lab struct {
	*objects.Mapping
	api   *discoveryfake.FakeDiscovery
	clock *clocktesting.FakePassiveClock
}

func newLab(resources ...*metav1.APIResourceList) lab {
	api := &discoveryfake.FakeDiscovery{Fake: &clienttesting.Fake{Resources: resources}}
	clock := clocktesting.NewFakePassiveClock(time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC))
	return lab{Mapping: objects.NewMapping(api, clock), api: api, clock: clock}
}

// later lets time pass.
func (l lab) later(d time.Duration) { l.clock.SetTime(l.clock.Now().Add(d)) }

// discoveries counts how often the API server was asked.
func (l lab) discoveries() int {
	n := 0
	for _, action := range l.api.Actions() {
		if action.GetResource().Resource == "group" {
			n++
		}
	}
	return n
}

func TestResolve(t *testing.T) {
	t.Parallel()
	podsV1 := objects.Resource{
		GroupVersionResource: schema.GroupVersionResource{Version: "v1", Resource: "pods"},
		Kind:                 schema.GroupVersionKind{Version: "v1", Kind: "Pod"},
		Namespaced:           true,
	}
	namespaces := objects.Resource{
		GroupVersionResource: schema.GroupVersionResource{Version: "v1", Resource: "namespaces"},
		Kind:                 schema.GroupVersionKind{Version: "v1", Kind: "Namespace"},
	}
	deployments := objects.Resource{
		GroupVersionResource: schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"},
		Kind:                 schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"},
		Namespaced:           true,
	}
	for _, test := range []struct {
		name     string
		resource string
		want     objects.Resource
	}{
		{name: "core", resource: "pods", want: podsV1},
		{name: "singular", resource: "pod", want: podsV1},
		{name: "root-scoped", resource: "namespaces", want: namespaces},
		{name: "group", resource: "deployments.apps", want: deployments},
		{name: "singular with its group", resource: "deployment.apps", want: deployments},
		{name: "without its group", resource: "deployments", want: deployments},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := newLab(coreV1, appsV1).Resolve(t.Context(), schema.ParseGroupResource(test.resource))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("resource (-want +got):\n%s", diff)
			}
		})
	}
}

// TestClockIsSetBack: a resource that is new is found, and not only when the clock is where it was.
func TestClockIsSetBack(t *testing.T) {
	t.Parallel()
	l := newLab(coreV1)
	if _, err := l.Resolve(t.Context(), widgets); err == nil {
		t.Fatal("want no widgets yet")
	}
	l.api.Resources = append(l.api.Resources, widgetsV1)
	l.later(-time.Hour)
	if _, err := l.Resolve(t.Context(), widgets); err != nil {
		t.Errorf("want widgets, got %v", err)
	}
}
