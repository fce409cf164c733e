package simulated

import (
	"cmp"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/simulation"
)

// compile makes the claim of a SimulatedMetric.
func compile(object *v1alpha1.SimulatedMetric) *claim {
	spec := object.Spec
	c := newClaim("SimulatedMetric", object.ObjectMeta, spec.Metric)
	c.value, c.broken = simulation.New(spec.Simulation, spec.Share, object.CreationTimestamp.Time)
	if spec.External != nil {
		c.external, c.labels = true, spec.External.Labels
	}
	if spec.Objects != nil {
		c.describe(*spec.Objects)
	}
	return c
}

// compileCluster makes the claim of a ClusterSimulatedMetric.
func compileCluster(object *v1alpha1.ClusterSimulatedMetric) *claim {
	spec := object.Spec
	c := newClaim("ClusterSimulatedMetric", object.ObjectMeta, spec.Metric)
	c.value, c.broken = simulation.New(spec.Simulation, spec.Share, object.CreationTimestamp.Time)
	c.describe(spec.Objects)
	return c
}

func newClaim(kind string, meta metav1.ObjectMeta, metric string) *claim {
	return &claim{
		owner:     owner{kind: kind, namespace: meta.Namespace, name: meta.Name},
		metric:    metric,
		namespace: meta.Namespace,
	}
}

// describe sets what the claim says of objects. If it cannot be told which ones they are, it says so for all of them.
func (c *claim) describe(objects v1alpha1.Objects) {
	c.resource = schema.ParseGroupResource(objects.Resource)
	c.name = objects.Name
	c.labels = objects.MetricLabels
	if objects.Selector == nil {
		return
	}
	selector, err := metav1.LabelSelectorAsSelector(objects.Selector.LabelSelector())
	if err != nil {
		selector, c.broken = labels.Everything(), cmp.Or(c.broken, fmt.Errorf("its selector: %w", err))
	}
	c.selector = selector
}
