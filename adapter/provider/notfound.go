package provider

import (
	"fmt"
	"net/http"
	"strings"

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

// unknownMetric says what is known instead: metrics of the resource, and of that name, or else all.
func (p *Provider) unknownMetric(metric source.Metric) error {
	var similar, all []string
	for _, known := range p.metrics() {
		name := fmt.Sprintf("%s/%s (%s)", known.Resource, known.Name, scope(known))
		all = append(all, name)
		if known.Resource == metric.Resource || known.Name == metric.Name {
			similar = append(similar, name)
		}
	}
	if len(similar) > 0 {
		all = similar
	}
	return notFound("metric %s is not known for %s %s; known: %s", metric.Name, scope(metric), metric.Resource, enumerate(all))
}

func (p *Provider) unknownExternalMetric(metric string) error {
	return notFound("external metric %s is not known; known: %s", metric, enumerate(p.externalMetrics()))
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

func enumerate(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
