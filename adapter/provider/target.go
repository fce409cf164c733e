package provider

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/refusal"
	"example.com/metrics-lab/adapter/source"
)

// target is what a request for a metric about objects comes down to.
type target struct {
	resource   objects.Resource
	apiVersion string // of its kind: "v1" for the core group, which has no name and therefore no slash
	metric     source.Metric
	sources    []source.ObjectSource // at least one
	// selector picks samples by their labels, and labelSelector is how the answer repeats it; nil if it picks all.
	selector      labels.Selector
	labelSelector *metav1.LabelSelector
}

// target checks all that can be checked before objects are looked at. In particular the metric must be known, so that a
// client cannot make the adapter watch a resource that no metric is about.
func (p *Provider) target(ctx context.Context, info metricsprovider.CustomMetricInfo, namespace string, selector labels.Selector) (target, error) {
	labelSelector, err := toLabelSelector(selector)
	if err != nil {
		return target{}, err
	}
	resource, err := p.Resolver.Resolve(ctx, info.GroupResource)
	if err != nil {
		return target{}, refusal.Unresolved(err, info.GroupResource)
	}
	metric := source.Metric{Name: info.Metric, Resource: resource.GroupResource(), Namespaced: info.Namespaced}
	sources := p.sourcesOf(metric)
	if len(sources) == 0 {
		return target{}, p.unknownMetric(metric, namespace)
	}
	return target{
		resource: resource, apiVersion: resource.Kind.GroupVersion().String(), metric: metric,
		sources: sources, selector: selector, labelSelector: labelSelector,
	}, nil
}
