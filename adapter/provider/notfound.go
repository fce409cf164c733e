package provider

import (
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/source"
)

// What is not found is one of: the resource, the metric, the object, its sample. Each has a message of its own, since
// each is put right somewhere else.

func notFound(format string, args ...any) error {
	return &apierrors.StatusError{ErrStatus: metav1.Status{
		Status:  metav1.StatusFailure,
		Code:    http.StatusNotFound,
		Reason:  metav1.StatusReasonNotFound,
		Message: fmt.Sprintf(format, args...),
	}}
}

func unknownResource(resource schema.GroupResource) error {
	return notFound("the API server has no resource %s", resource)
}

func (p *Provider) unknownMetric(metric source.Metric, namespace string) error {
	return notFound("metric %s is not known for %s %s; known: %s", metric.Name, scope(metric), metric.Resource, p.similar(metric, namespace))
}

func (p *Provider) unknownExternalMetric(metric, namespace string) error {
	return notFound("external metric %s is not known; known: %s", metric, p.similarExternal(metric, namespace))
}

func noSuchObject(metric source.Metric, object types.NamespacedName) error {
	gone := "does not exist"
	if objects.CanEnd(metric.Resource) {
		gone = "does not exist, or has ended"
	}
	return notFound("%s %s, so it has no metric %s", describe(metric, object), gone, metric.Name)
}

func noSample(metric source.Metric, object types.NamespacedName) error {
	return notFound("metric %s has no sample of %s, or none that is recent enough", metric.Name, describe(metric, object))
}

func noMatchingSample(metric source.Metric, object types.NamespacedName, selector labels.Selector) error {
	return notFound("metric %s has no sample of %s that matches the metric label selector %q", metric.Name, describe(metric, object), selector)
}

func noExternalSample(metric, namespace string) error {
	return notFound("external metric %s has no sample in namespace %s, or none that is recent enough", metric, namespace)
}

// describe names an object, or with a star all that were asked for: pods shop/web-0, namespaces shop.
func describe(metric source.Metric, object types.NamespacedName) string {
	if object.Namespace == "" {
		return fmt.Sprintf("%s %s", metric.Resource, object.Name)
	}
	return fmt.Sprintf("%s %s", metric.Resource, object)
}
