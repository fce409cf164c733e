package simulated

import (
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/simulation"
	"example.com/metrics-lab/adapter/source"
)

// claim is what one object of the API declares, ready to be evaluated. It never changes.
type claim struct {
	owner     owner
	metric    string
	namespace string // of the objects or of the series; empty for root-scoped objects
	external  bool   // it is about a series of an external metric

	// For objects: their resource, and the name of one or a selector of many.
	resource schema.GroupResource
	name     string
	selector labels.Selector

	labels labels.Set // of the samples
	value  simulation.Value
	broken error // why all this cannot be evaluated
}

// owner is the object of the API that declares something.
type owner struct {
	kind, namespace, name string
}

func (o owner) String() string {
	if o.namespace == "" {
		return o.kind + " " + o.name
	}
	return o.kind + " " + o.namespace + "/" + o.name
}

// about is the metric that the claim is about, if it is about objects.
func (c *claim) about() source.Metric {
	return source.Metric{Name: c.metric, Resource: c.resource, Namespaced: c.namespace != ""}
}

// unknown says that it cannot be told what the claim is about. It is broken then.
func (c *claim) unknown() bool {
	return c.metric == "" || !c.external && c.resource.Empty()
}

// part is the sample of the i-th of n objects that share the claim. The time of a stale one is when it had its value.
func (c *claim) part(now time.Time, i, n int) source.Sample {
	milli, measured := c.value.Of(now, i, n)
	return source.Sample{Value: *resource.NewMilliQuantity(milli, resource.DecimalSI), Time: measured, Labels: c.labels}
}

// whole is the sample of a claim that nobody shares.
func (c *claim) whole(now time.Time) source.Sample {
	return c.part(now, 0, 1)
}
