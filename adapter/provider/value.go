package provider

import (
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/metrics/pkg/apis/custom_metrics"

	"example.com/metrics-lab/adapter/source"
)

// value is the answer for one object.
func (t target) value(object types.NamespacedName, sample source.Sample) custom_metrics.MetricValue {
	return custom_metrics.MetricValue{
		DescribedObject: custom_metrics.ObjectReference{
			APIVersion: t.apiVersion,
			Kind:       t.resource.Kind.Kind,
			Namespace:  object.Namespace,
			Name:       object.Name,
		},
		Metric:    custom_metrics.MetricIdentifier{Name: t.metric.Name, Selector: t.labelSelector},
		Timestamp: metav1.NewTime(sample.Time),
		Value:     sample.Value,
	}
}

// values is the answer for many objects, in their order. Objects without a sample that the selector picks are left out.
func (t target) values(names []types.NamespacedName, samples []source.Sample) *custom_metrics.MetricValueList {
	list := &custom_metrics.MetricValueList{Items: make([]custom_metrics.MetricValue, 0, len(samples))}
	for i, name := range names {
		sample := samples[i]
		if !sample.Unknown && !sample.Missing && t.selector.Matches(sample.Labels) {
			list.Items = append(list.Items, t.value(name, sample))
		}
	}
	return list
}

// toLabelSelector is how an answer repeats the metric label selector; nil if it picks everything. Not every selector that can
// be parsed can be written as one: there is no "greater than".
func toLabelSelector(selector labels.Selector) (*metav1.LabelSelector, error) {
	if selector.Empty() {
		return nil, nil
	}
	converted, err := metav1.ParseToLabelSelector(selector.String())
	if err != nil {
		return nil, apierrors.NewBadRequest("metric label selector: " + err.Error())
	}
	return converted, nil
}
