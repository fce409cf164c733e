package simulated

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/json"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/source"
)

// created is when all objects of the tests were, and starts curves that do not say otherwise.
var created = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

var (
	podRequests = source.Metric{Name: "requests", Resource: schema.GroupResource{Resource: "pods"}, Namespaced: true}
	nodeLoad    = source.Metric{Name: "load", Resource: schema.GroupResource{Resource: "nodes"}}
)

// cluster answers which objects exist: their labels by their names. Those whose name ends with "-leaving" are being
// deleted.
type cluster struct {
	mu      sync.Mutex
	objects map[schema.GroupResource]map[types.NamespacedName]labels.Set
	err     error
	// scopes are the resources that there are, and whether they are in namespaces; nil: all of them, pods alone are.
	scopes  map[string]bool
	changed objects.Changed
}

func (c *cluster) OnChange(changed objects.Changed) { c.changed = changed }

// Resolve knows a resource by its singular as well.
func (c *cluster) Resolve(_ context.Context, resource schema.GroupResource) (objects.Resource, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	namespaced, ok := c.scopes[resource.String()]
	if !ok {
		plural := schema.GroupResource{Group: resource.Group, Resource: resource.Resource + "s"}
		if namespaced, ok = c.scopes[plural.String()]; ok {
			resource = plural
		}
	}
	switch {
	case c.scopes == nil:
		namespaced = resource == podRequests.Resource
	case !ok:
		return objects.Resource{}, &meta.NoResourceMatchError{PartialResource: resource.WithVersion("")}
	}
	return objects.Resource{GroupVersionResource: resource.WithVersion("v1"), Namespaced: namespaced}, c.err
}

// set changes the cluster, and says that pods of the namespace shop have changed.
func (c *cluster) set(change func()) {
	c.mu.Lock()
	change()
	c.mu.Unlock()
	c.changed(podRequests.Resource, "shop")
}

// View follows nothing, so that the members of selections are found anew for each answer.
func (c *cluster) View(_ context.Context, resource schema.GroupResource, namespace string) (objects.View, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	view := objects.NewView()
	for name, set := range c.objects[resource] {
		if name.Namespace == namespace {
			view = view.With(&objects.Object{NamespacedName: name, Labels: set, Leaving: strings.HasSuffix(name.Name, "-leaving")})
		}
	}
	return view, c.err
}

func (c *cluster) Follow(schema.GroupResource, string, *objects.Selection)   {}
func (c *cluster) Unfollow(schema.GroupResource, string, *objects.Selection) {}

// pods makes a cluster with pods shop/NAME, each with the label app of that value.
func pods(app string, names ...string) *cluster {
	objects := make(map[types.NamespacedName]labels.Set)
	for _, name := range names {
		objects[shop(name)] = labels.Set{"app": app}
	}
	return &cluster{objects: map[schema.GroupResource]map[types.NamespacedName]labels.Set{podRequests.Resource: objects}}
}

func shop(name string) types.NamespacedName {
	return types.NamespacedName{Namespace: "shop", Name: name}
}

// newSource makes a source over a cluster and declarations, and the clock that it follows, which stands at created.
func newSource(t testing.TB, objects Objects, declarations ...string) (*Source, *clocktesting.FakeClock) {
	t.Helper()
	clock := clocktesting.NewFakeClock(created)
	s := New(clock, objects)
	for _, declaration := range declarations {
		s.put(decode(declare(t, declaration)))
	}
	return s, clock
}

// declare reads an object as it is written for kubectl: the name, and the spec in the rest of the lines. A name of
// NAMESPACE/NAME is that of a SimulatedMetric, any other one that of a ClusterSimulatedMetric.
func declare(t testing.TB, declaration string) *unstructured.Unstructured {
	t.Helper()
	name, spec, _ := strings.Cut(declaration, "\n")
	namespace, name, namespaced := strings.Cut(strings.TrimSuffix(name, ":"), "/")
	object := &unstructured.Unstructured{Object: map[string]any{"spec": content(t, spec)}}
	object.SetAPIVersion(v1alpha1.GroupVersion().String())
	object.SetCreationTimestamp(metav1.NewTime(created))
	if namespaced {
		object.SetKind("SimulatedMetric")
		object.SetNamespace(namespace)
		object.SetName(name)
		return object
	}
	object.SetKind("ClusterSimulatedMetric")
	object.SetName(namespace)
	return object
}

// content is what a spec says, as an API server stores it.
func content(t testing.TB, spec string) any {
	t.Helper()
	var content any
	data, err := yaml.YAMLToJSONStrict([]byte(spec))
	if err == nil {
		err = json.Unmarshal(data, &content) // integers become int64
	}
	if err != nil {
		t.Fatalf("%s: %v", spec, err)
	}
	return content
}

// read answers the values of a metric about pods in the namespace shop, as they are written, by the pods' names.
// "missing" is that of one that is.
func read(t *testing.T, s *Source, metric source.Metric, objects ...types.NamespacedName) map[string]string {
	t.Helper()
	samples, err := s.Samples(t.Context(), metric, objects)
	if err != nil {
		t.Fatal(err)
	}
	values := make(map[string]string)
	for i, sample := range samples {
		switch {
		case sample.Missing:
			values[objects[i].Name] = "missing"
		case !sample.Unknown:
			values[objects[i].Name] = sample.Value.String()
		}
	}
	return values
}
