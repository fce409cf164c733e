package provider_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source"
)

var (
	noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

	pods        = schema.GroupResource{Resource: "pods"}
	deployments = schema.GroupResource{Group: "apps", Resource: "deployments"}
	nodes       = schema.GroupResource{Resource: "nodes"}

	errDown = errors.New("dial tcp 10.0.0.7:9090: connection refused")
)

// cluster is a Resolver and Objects over a fixed set of objects, all of which match any selector that names their app.
type cluster struct {
	resolveErr error
	objectsErr error
	objects    map[types.NamespacedName]labels.Set
	asked      []schema.GroupVersionResource // for which objects were looked at
}

func (c *cluster) Resolve(_ context.Context, resource schema.GroupResource) (objects.Resource, error) {
	if c.resolveErr != nil {
		return objects.Resource{}, c.resolveErr
	}
	switch resource.Resource {
	case "pod", "pods":
		return known(pods, "Pod", true), nil
	case "deployment", "deployments":
		return known(deployments, "Deployment", true), nil
	case "node", "nodes":
		return known(nodes, "Node", false), nil
	}
	return objects.Resource{}, &meta.NoResourceMatchError{PartialResource: resource.WithVersion("")}
}

func known(resource schema.GroupResource, kind string, namespaced bool) objects.Resource {
	return objects.Resource{
		GroupVersionResource: resource.WithVersion("v1"),
		Kind:                 schema.GroupVersionKind{Group: resource.Group, Version: "v1", Kind: kind},
		Namespaced:           namespaced,
	}
}

func (c *cluster) Has(_ context.Context, gvr schema.GroupVersionResource, object types.NamespacedName) (bool, error) {
	c.asked = append(c.asked, gvr)
	_, ok := c.objects[object]
	return ok, c.objectsErr
}

func (c *cluster) List(_ context.Context, gvr schema.GroupVersionResource, namespace string, selector labels.Selector) ([]types.NamespacedName, error) {
	c.asked = append(c.asked, gvr)
	var names []types.NamespacedName
	for i := range len(c.objects) {
		name := types.NamespacedName{Namespace: namespace, Name: fmt.Sprintf("web-%d", i)}
		if set, ok := c.objects[name]; ok && selector.Matches(set) {
			names = append(names, name)
		}
	}
	return names, c.objectsErr
}

// backend is a source of both kinds that knows the given metrics and answers the given samples or error. It has nothing to
// say about other objects.
type backend struct {
	metrics  []source.Metric
	external []string
	samples  map[string]source.Sample // by the name of the object
	series   []source.Sample
	err      error
	forgets  bool                           // its metrics, as soon as it is asked for samples
	asked    func(selector labels.Selector) // told what external series are asked for, if it is set
}

func (b *backend) Metrics() []source.Metric  { return b.metrics }
func (b *backend) ExternalMetrics() []string { return b.external }

func (b *backend) Has(metric source.Metric) bool  { return slices.Contains(b.metrics, metric) }
func (b *backend) HasExternal(metric string) bool { return slices.Contains(b.external, metric) }

func (b *backend) Sample(_ context.Context, _ source.Metric, object types.NamespacedName) (source.Sample, error) {
	sample, ok := b.samples[object.Name]
	switch {
	case b.err != nil:
		return source.Sample{}, b.fail()
	case !ok:
		return source.Sample{}, source.ErrUnknownMetric
	case sample.Missing:
		return source.Sample{}, source.ErrNoSample
	}
	return sample, nil
}

func (b *backend) fail() error {
	if b.forgets {
		b.metrics, b.external = nil, nil
	}
	return b.err
}

func (b *backend) Samples(ctx context.Context, metric source.Metric, objects []types.NamespacedName) ([]source.Sample, error) {
	if b.err != nil {
		return nil, b.fail()
	}
	return source.Each(ctx, metric, objects, b.Sample)
}

func (b *backend) ExternalSamples(_ context.Context, _, _ string, selector labels.Selector) ([]source.Sample, error) {
	if b.asked != nil {
		b.asked(selector)
	}
	return b.series, b.fail()
}

// newProvider makes a provider over one cluster and sources that are of both kinds.
func newProvider(c *cluster, backends ...*backend) *provider.Provider {
	p := &provider.Provider{Resolver: c, Objects: c}
	for _, b := range backends {
		p.ObjectSources = append(p.ObjectSources, b)
		p.ExternalSources = append(p.ExternalSources, b)
	}
	return p
}

func shop(name string) types.NamespacedName {
	return types.NamespacedName{Namespace: "shop", Name: name}
}

func namespaced(resource schema.GroupResource, name string) source.Metric {
	return source.Metric{Name: name, Resource: resource, Namespaced: true}
}
