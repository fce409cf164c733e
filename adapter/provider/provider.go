// Package provider is the Kubernetes side of the adapter: it answers the custom and the external metrics API from what
// objects exist and what sources know. It does no I/O of its own. Whatever it refuses, it refuses with a Status that
// names the metric and the object, since an author of a HorizontalPodAutoscaler sees nothing else.
package provider

import (
	"context"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/source"
)

// Resolver tells what a client means by a resource; *objects.Mapping is one. If there is no such resource,
// meta.IsNoMatchError holds for the error.
type Resolver interface {
	Resolve(ctx context.Context, resource schema.GroupResource) (objects.Resource, error)
}

// Objects tells which objects exist; *objects.Informers is one. An error means that this is not known.
type Objects interface {
	Has(ctx context.Context, gvr schema.GroupVersionResource, object types.NamespacedName) (bool, error)
	List(ctx context.Context, gvr schema.GroupVersionResource, namespace string, selector labels.Selector) ([]types.NamespacedName, error)
}

// Provider implements the provider interface of custom-metrics-apiserver. Where several sources have a metric of the same
// name and resource, the first that has a value of an object answers for it, and the others for the rest; of an external
// metric, the first that has series for the namespace answers. An error of a source that is asked is the answer: see the
// package source. All fields are set before its first use.
type Provider struct {
	Resolver        Resolver
	Objects         Objects
	ObjectSources   []source.ObjectSource
	ExternalSources []source.ExternalSource

	custom   listing[source.Metric, metricsprovider.CustomMetricInfo]
	external listing[string, metricsprovider.ExternalMetricInfo]
}

var _ metricsprovider.MetricsProvider = (*Provider)(nil)
