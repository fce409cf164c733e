package simulated

import (
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/simulation"
	"example.com/metrics-lab/adapter/source"
)

// declaration is what one object of the API declares, ready to be evaluated. It never changes.
type declaration struct {
	reference reference
	metric    string
	namespace string // of the objects or of the series; empty for root-scoped objects
	external  bool   // it is about a series of an external metric

	// For objects: their resource, and the name of one or a selection of many.
	resource  schema.GroupResource
	name      string
	selection *objects.Selection

	labels   labels.Set // of the samples
	negative bool       // its samples may be below zero
	series   string     // for an external metric: the labels, as they are written
	value    simulation.Value
	broken   error // why all this cannot be evaluated
}

// The kinds of the objects of the API that declare something.
const (
	simulatedMetric        = "SimulatedMetric"
	clusterSimulatedMetric = "ClusterSimulatedMetric"
)

// reference is the object of the API that declares something.
type reference struct {
	kind, namespace, name string
}

// resource is that of the object.
func (o reference) resource() string {
	if o.kind == clusterSimulatedMetric {
		return client.ClusterSimulatedMetrics
	}
	return client.SimulatedMetrics
}

func (o reference) String() string {
	if o.namespace == "" {
		return o.kind + " " + o.name
	}
	return o.kind + " " + o.namespace + "/" + o.name
}

// objectMetric is the metric that the declaration is about, if it is about objects.
func (d *declaration) objectMetric() source.Metric {
	return source.Metric{Name: d.metric, Resource: d.resource, Namespaced: d.namespace != ""}
}

// incomplete says that it cannot be told what the declaration is about. It is broken then.
func (d *declaration) incomplete() bool {
	return d.metric == "" || !d.external && d.resource.Empty()
}

// faulty tells whether something goes wrong when it is read, now and then or always.
func (d *declaration) faulty() bool { return d.broken != nil || d.value.Faults != simulation.Faults{} }

// sampleOf is the sample of the i-th of n objects that share the declaration. The time of a stale one is when it had its value.
func (d *declaration) sampleOf(now time.Time, i, n int) source.Sample {
	milli, measured := d.value.Of(now, i, n)
	return source.Sample{Value: *resource.NewMilliQuantity(milli, resource.DecimalSI), Time: measured, Labels: d.labels, AllowNegative: d.negative}
}
