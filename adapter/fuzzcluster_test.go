package main

import (
	"context"
	"net/http"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
	fcache "k8s.io/client-go/tools/cache/testing"
	"k8s.io/utils/clock"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/adapter/api/apitest"
	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source/sample"
	"example.com/metrics-lab/adapter/source/simulated"
	"example.com/metrics-lab/adapter/write"
)

// shop is the namespace that is asked for, and other one whose metrics have other labels.
const shop, other = "shop", "other"

// declared is what there is. None fails.
const declared = `
- {kind: SimulatedMetric, metadata: {name: all, namespace: shop}, spec: {metric: requests, objects: {resource: pods, selector: {matchLabels: {app: web}}}, share: Total, value: 100}}
- {kind: SimulatedMetric, metadata: {name: all, namespace: other}, spec: {metric: requests, objects: {resource: pods, selector: {}}, value: "-7"}}
- {kind: SimulatedMetric, metadata: {name: deploy, namespace: shop}, spec: {metric: requests, objects: {resource: deployments.apps, name: web, metricLabels: {verb: GET}}, value: 7}}
- {kind: SimulatedMetric, metadata: {name: orders, namespace: shop}, spec: {metric: depth, external: {labels: {queue: orders, namespace: shop}}, curve: [{at: 0s, value: 1}, {at: 1h, value: 1k}], repeat: true}}
- {kind: SimulatedMetric, metadata: {name: mail, namespace: shop}, spec: {metric: depth, external: {labels: {queue: mail, n: "10", namespace: shop}}, value: 3}}
- {kind: SimulatedMetric, metadata: {name: orders, namespace: other}, spec: {metric: depth, external: {labels: {queue: orders, namespace: other}}, value: 9}}
- {kind: SimulatedMetric, metadata: {name: one, namespace: shop}, spec: {metric: twice, external: {}, value: 1}}
- {kind: SimulatedMetric, metadata: {name: two, namespace: shop}, spec: {metric: twice, external: {}, value: 2}}
- {kind: ClusterSimulatedMetric, metadata: {name: tenants}, spec: {metric: tenants, objects: {resource: namespaces, selector: {}}, value: 1}}
- {kind: ClusterSimulatedMetric, metadata: {name: load}, spec: {metric: load, objects: {resource: nodes, name: n1}, value: 10500m}}
`

// newParts puts the adapter together over the fixed cluster, with both sources and the write API.
func newParts(f testing.TB) (parts, error) {
	f.Helper()
	c := newFixed()
	p := parts{provider: &provider.Provider{Resolver: c, Objects: c}}
	values := simulated.New(clock.RealClock{}, c)
	if err := values.Start(context.Background(), newDeclared(f)); err != nil {
		return parts{}, err
	}
	p.addObjects(values)
	p.addExternal(values)
	counters := sample.New(clock.RealClock{})
	p.addObjects(counters)
	p.addExternal(counters)
	p.handlers = newHandlers(f, c)
	return p, nil
}

// fixed is a cluster with some objects of each resource.
type fixed struct {
	resources map[schema.GroupResource]objects.Resource
	views     map[schema.GroupResource]map[string]objects.View
}

func newFixed() *fixed {
	c := &fixed{resources: map[schema.GroupResource]objects.Resource{}, views: map[schema.GroupResource]map[string]objects.View{}}
	c.add(schema.GroupResource{Resource: "pods"}, "Pod", map[string][]string{shop: {"web-1", "web-2", "web-3"}, other: {"web-1", "web-9"}})
	c.add(schema.GroupResource{Resource: "services"}, "Service", map[string][]string{shop: {"web"}, other: {"web"}})
	c.add(schema.GroupResource{Group: "apps", Resource: "deployments"}, "Deployment", map[string][]string{shop: {"web"}, other: {"web"}})
	c.add(schema.GroupResource{Resource: "namespaces"}, "Namespace", map[string][]string{"": {shop, other}})
	c.add(schema.GroupResource{Resource: "nodes"}, "Node", map[string][]string{"": {"n1", "n2"}})
	c.add(schema.GroupResource{Group: "rbac.authorization.k8s.io", Resource: "clusterroles"}, "ClusterRole", map[string][]string{"": {"system:node"}})
	return c
}

func (c *fixed) add(resource schema.GroupResource, kind string, names map[string][]string) {
	_, root := names[""]
	found := objects.Resource{
		GroupVersionResource: resource.WithVersion("v1"), Namespaced: !root,
		Kind: schema.GroupVersionKind{Group: resource.Group, Version: "v1", Kind: kind},
	}
	singular := schema.GroupResource{Group: resource.Group, Resource: resource.Resource[:len(resource.Resource)-1]}
	c.resources[resource], c.resources[singular] = found, found
	c.views[resource] = map[string]objects.View{}
	for namespace, all := range names {
		view := objects.NewView()
		for _, name := range all {
			view = view.With(&objects.Object{NamespacedName: types.NamespacedName{Namespace: namespace, Name: name}, Labels: labels.Set{"app": "web", "name": name}})
		}
		c.views[resource][namespace] = view
	}
}

func (c *fixed) Resolve(_ context.Context, resource schema.GroupResource) (objects.Resource, error) {
	found, ok := c.resources[resource]
	if !ok {
		return objects.Resource{}, &meta.NoResourceMatchError{PartialResource: resource.WithVersion("")}
	}
	return found, nil
}

func (c *fixed) View(_ context.Context, resource schema.GroupResource, namespace string) (objects.View, error) {
	if view, ok := c.views[resource][namespace]; ok {
		return view, nil
	}
	return objects.NewView(), nil
}

func (c *fixed) Has(ctx context.Context, gvr schema.GroupVersionResource, object types.NamespacedName) (bool, error) {
	view, err := c.View(ctx, gvr.GroupResource(), object.Namespace)
	return view.Has(object.Name), err
}

func (c *fixed) List(ctx context.Context, gvr schema.GroupVersionResource, namespace string, selector labels.Selector) ([]types.NamespacedName, error) {
	view, err := c.View(ctx, gvr.GroupResource(), namespace)
	var names []types.NamespacedName
	for _, o := range view.Select(selector) {
		names = append(names, o.NamespacedName)
	}
	return names, err
}

func (*fixed) Follow(schema.GroupResource, string, *objects.Selection)   {}
func (*fixed) Unfollow(schema.GroupResource, string, *objects.Selection) {}
func (*fixed) OnChange(objects.Changed)                                  {}

// declarations are those of each resource. Nobody keeps their status.
type declarations map[string]*fcache.FakeControllerSource

func newDeclared(f testing.TB) declarations {
	f.Helper()
	all := declarations{client.SimulatedMetrics: fcache.NewFakeControllerSource(), client.ClusterSimulatedMetrics: fcache.NewFakeControllerSource()}
	var written []map[string]any
	if err := yaml.Unmarshal([]byte(declared), &written); err != nil {
		f.Fatal(err)
	}
	for _, content := range written {
		content["apiVersion"] = v1alpha1.GroupVersion().String()
		o := &unstructured.Unstructured{Object: content}
		o.SetCreationTimestamp(metav1.NewTime(time.Now()))
		resource := client.SimulatedMetrics
		if o.GetNamespace() == "" {
			resource = client.ClusterSimulatedMetrics
		}
		all[resource].Add(o)
	}
	return all
}

func (d declarations) ListWatch(resource string, _ func(error)) cache.ListerWatcher {
	return d[resource]
}

func (declarations) SetStatus(context.Context, string, types.NamespacedName, string, v1alpha1.Status) error {
	return nil
}

// newHandlers serve the write API. What is written is checked as an API server does, and not kept.
func newHandlers(f testing.TB, c *fixed) map[string]http.Handler {
	f.Helper()
	return map[string]http.Handler{write.Prefix: write.New(admitting(apitest.Kinds(f)), c, apitest.NewTicking())}
}

// admitting are the rules of an API server, by kind.
type admitting map[string]apitest.Admit

func (a admitting) Apply(ctx context.Context, object metav1.Object, _ string) error {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return err
	}
	o := &unstructured.Unstructured{Object: content}
	if errs := a[o.GetKind()](ctx, o); len(errs) > 0 {
		return apierrors.NewInvalid(o.GroupVersionKind().GroupKind(), o.GetName(), errs)
	}
	return nil
}
