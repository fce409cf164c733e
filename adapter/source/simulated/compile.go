package simulated

import (
	"cmp"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/simulation"
)

// errNegative is for a series that became negative before there was a rule.
var errNegative = errors.New("an external metric is negative, which an HPA takes for an overflow, and external.allowNegative is not set")

// compile makes the declaration of a SimulatedMetric.
func compile(object *v1alpha1.SimulatedMetric) *declaration {
	spec := object.Spec
	d := newDeclaration(simulatedMetric, object.ObjectMeta, spec.Metric)
	d.value, d.broken = simulation.New(spec.Simulation, spec.Share, object.CreationTimestamp.Time)
	if spec.External != nil {
		d.external, d.labels, d.negative = true, spec.External.Labels, spec.External.AllowNegative
		d.series = d.labels.String()
		if d.broken == nil && d.value.Negative() && !d.negative {
			d.broken = errNegative
		}
	}
	if spec.Objects != nil {
		d.describe(*spec.Objects)
	}
	return d
}

// compileCluster makes the declaration of a ClusterSimulatedMetric.
func compileCluster(object *v1alpha1.ClusterSimulatedMetric) *declaration {
	spec := object.Spec
	d := newDeclaration(clusterSimulatedMetric, object.ObjectMeta, spec.Metric)
	d.value, d.broken = simulation.New(spec.Simulation, spec.Share, object.CreationTimestamp.Time)
	d.describe(spec.Objects)
	return d
}

func newDeclaration(kind string, meta metav1.ObjectMeta, metric string) *declaration {
	namespace := shared(meta.Namespace)
	return &declaration{
		reference: reference{kind: kind, namespace: namespace, name: meta.Name},
		metric:    shared(metric),
		namespace: namespace,
	}
}

// describe sets what the declaration says of objects. If it cannot be told which ones they are, it says so for all of them.
func (d *declaration) describe(declared v1alpha1.Objects) {
	d.resource = schema.ParseGroupResource(declared.Resource)
	d.name = declared.Name
	d.labels = declared.MetricLabels
	if declared.Selector == nil {
		return
	}
	selector, err := metav1.LabelSelectorAsSelector(declared.Selector.LabelSelector())
	if err != nil {
		selector, d.broken = labels.Everything(), cmp.Or(d.broken, fmt.Errorf("its selector: %w", err))
	}
	d.selection = objects.NewSelection(selector)
}
