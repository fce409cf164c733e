// Package source is the seam of the adapter: where the values of metrics come from.
//
// To serve values from a backend of your own, write a type that implements ObjectSource, ExternalSource or both in a
// folder beside sample, and hand it to the provider in wiring.go. The provider takes care of the Kubernetes side: it
// resolves resources, finds the objects that a selector matches, filters samples by their labels, and turns errors into
// answers.
//
// Several sources may have the same metric. They are asked in their order, and the first that has a value of an object
// answers for it; of an external metric, the first that has series for the namespace answers all of them. So a source
// tells what it does not have (ErrUnknownMetric, a sample that is Unknown) from what it has, but without a value that
// can be trusted (ErrNoSample, a sample that is Missing). The former is for the next source. The latter is an answer, as
// is any other error: what another source makes of the same metric would hide an outage.
//
// Both interfaces are called by many requests at once, so implementations must be safe for concurrent use.
package source

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// Metric identifies a metric about the objects of one resource.
type Metric struct {
	// Name is the metric's name as clients write it: packets-per-second.
	Name string
	// Resource is plural and carries its group: pods, deployments.apps.
	Resource schema.GroupResource
	// Namespaced tells whether the resource lives in namespaces. Namespaces themselves do not.
	Namespaced bool
}

// Of names an object that the metric describes: pods shop/web-0, nodes a.
func (m Metric) Of(object types.NamespacedName) string {
	if object.Namespace == "" {
		return fmt.Sprintf("%s %s", m.Resource, object.Name)
	}
	return fmt.Sprintf("%s %s", m.Resource, object)
}

// Sample is one measurement.
type Sample struct {
	// Value is in the metric's own unit. FromFloat64 makes one from a floating-point number.
	Value resource.Quantity
	// Time is when the value was measured, not when it was asked for.
	Time time.Time
	// Labels tell the series of one metric apart; a client's metric label selector is matched against them.
	Labels labels.Set
	// AllowNegative says that a Value of an external metric may be below zero. Otherwise the provider answers an error in
	// place of all series: the controller of a HorizontalPodAutoscaler adds them up, takes a negative sum for an overflow
	// where there is an averageValue, and scales to maxReplicas. Few sources mean that; a difference of counters, or a NaN
	// that became an integer, would do it by accident. Samples of objects may be negative.
	AllowNegative bool
	// Missing says in the answer of Samples what ErrNoSample says in that of Sample, and Unknown what ErrUnknownMetric says.
	// The other fields mean nothing then.
	Missing, Unknown bool
}

// ObjectSource answers metrics about Kubernetes objects: the custom metrics API.
type ObjectSource interface {
	// Metrics lists every metric that has values, in any order. It is called for each discovery, so it answers from
	// memory. Nobody changes the slice: a source that has many metrics does well to answer the same one as long as nothing
	// has changed, which is seen at once.
	Metrics() []Metric

	// Has tells whether Metrics lists a metric. It is called for each request: one for a metric that the source does not
	// have goes no further.
	Has(metric Metric) bool

	// Sample answers the value of a metric for one object, which exists. Its errors are those of this package, a
	// Status (see the package apierrors) that the client gets as it is if it is not wrapped, or any other error, which
	// is logged and hidden from the client.
	Sample(ctx context.Context, metric Metric, object types.NamespacedName) (Sample, error)

	// Samples answers the values of a metric for the objects that a client's selector matched, which may be none: one
	// sample for each object, in their order. That of an object of which the source has no such metric is Unknown, and that
	// of one without a value is Missing. Errors are those of Sample, and are about all of the objects. Each does for sources
	// whose objects do not depend on one another.
	Samples(ctx context.Context, metric Metric, objects []types.NamespacedName) ([]Sample, error)
}

// ExternalSource answers metrics that are not about Kubernetes objects: the external metrics API.
type ExternalSource interface {
	// ExternalMetrics lists the names of every external metric, in any order, and HasExternal tells whether it lists
	// one. They are called as often as Metrics and Has are.
	ExternalMetrics() []string
	HasExternal(metric string) bool

	// ExternalSamples answers the series of a metric that a namespace may see, in the order in which clients shall get
	// them. Errors are those of ObjectSource.Sample. No series is not an error but an answer: the namespace has some, and
	// the selector matches none. Series of several sources are never mixed, since an autoscaler adds up what it gets.
	//
	// The selector is what the client asks for: a source that can leaves out the series whose labels it does not match.
	// One that cannot answers all of them, and the provider leaves them out.
	ExternalSamples(ctx context.Context, namespace, metric string, selector labels.Selector) ([]Sample, error)
}

// Local is implemented, besides, by sources of which each namespace has metrics of its own. Clients that ask for a metric
// that is not known are told which ones there are, but not those that only other namespaces have.
type Local interface {
	// HasIn tells whether a namespace has a metric about objects. It is empty for root-scoped objects.
	HasIn(metric Metric, namespace string) bool

	// HasExternalIn tells whether a namespace has an external metric.
	HasExternalIn(metric, namespace string) bool
}
