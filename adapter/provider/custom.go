package provider

import (
	"context"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/metrics/pkg/apis/custom_metrics"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"
)

// GetMetricByName answers a metric for one object: what a metric of type Object in a HorizontalPodAutoscaler asks for.
func (p *Provider) GetMetricByName(ctx context.Context, name types.NamespacedName, info metricsprovider.CustomMetricInfo, metricSelector labels.Selector) (*custom_metrics.MetricValue, error) {
	t, err := p.target(ctx, info, name.Namespace, metricSelector)
	if err != nil {
		return nil, err
	}
	exists, err := p.Objects.Has(ctx, t.resource.GroupVersionResource, name)
	if err != nil {
		return nil, objectsError(err, t.metric)
	}
	if !exists {
		return nil, noSuchObject(t.metric, name)
	}
	sample, err := t.sample(ctx, name)
	if err != nil {
		return nil, p.sampleError(err, t.metric, name)
	}
	if !t.selector.Matches(sample.Labels) {
		return nil, noMatchingSample(t.metric, name, t.selector)
	}
	value := t.value(name, sample)
	return &value, nil
}

// GetMetricBySelector answers a metric for the objects that a selector matches: what a metric of type Pods in a
// HorizontalPodAutoscaler asks for. Objects without a sample are not in the answer; the autoscaler makes its own
// assumptions about pods that it does not find there.
func (p *Provider) GetMetricBySelector(ctx context.Context, namespace string, selector labels.Selector, info metricsprovider.CustomMetricInfo, metricSelector labels.Selector) (*custom_metrics.MetricValueList, error) {
	t, err := p.target(ctx, info, namespace, metricSelector)
	if err != nil {
		return nil, err
	}
	names, err := p.Objects.List(ctx, t.resource.GroupVersionResource, namespace, selector)
	if err != nil {
		return nil, objectsError(err, t.metric)
	}
	samples, err := t.samples(ctx, names)
	if err != nil {
		return nil, p.sampleError(err, t.metric, types.NamespacedName{Namespace: namespace, Name: custom_metrics.AllObjects})
	}
	return t.values(names, samples), nil
}
