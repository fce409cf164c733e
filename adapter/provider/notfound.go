package provider

import (
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/refusal"
	"example.com/metrics-lab/adapter/source"
)

// What is not found is one of: the resource, the metric, the object, its sample. Each has a message of its own, since
// each is put right somewhere else.

func (p *Provider) unknownMetric(metric source.Metric, namespace string) error {
	return refusal.NotFound("metric %s is not known for %s %s; known: %s", metric.Name, scope(metric), metric.Resource, p.similar(metric, namespace))
}

func (p *Provider) unknownExternalMetric(metric, namespace string) error {
	return refusal.NotFound("external metric %s is not known; known: %s", metric, p.similarExternal(metric, namespace))
}

func noSuchObject(metric source.Metric, object types.NamespacedName) error {
	gone := "does not exist"
	if objects.CanEnd(metric.Resource) {
		gone = "does not exist, or has ended"
	}
	return refusal.NotFound("%s %s, so it has no metric %s", metric.Of(object), gone, metric.Name)
}

func noSample(metric source.Metric, object types.NamespacedName) error {
	return refusal.NotFound("metric %s has no sample of %s, or none that is recent enough", metric.Name, metric.Of(object))
}

func noMatchingSample(metric source.Metric, object types.NamespacedName, selector labels.Selector) error {
	return refusal.NotFound("metric %s has no sample of %s that matches the metric label selector %q", metric.Name, metric.Of(object), selector)
}

// negativeSample is for a series that nobody can be given: see source.Sample.AllowNegative.
func negativeSample(metric, namespace string, sample *source.Sample) error {
	return refusal.NotFound("external metric %s has no value in namespace %s that can be used: the series {%s} is %s, and an HPA takes a negative sum for an overflow",
		metric, namespace, sample.Labels, sample.Value.String())
}

func noExternalSample(metric, namespace string) error {
	return refusal.NotFound("external metric %s has no sample in namespace %s, or none that is recent enough", metric, namespace)
}
