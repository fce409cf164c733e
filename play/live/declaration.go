package live

import (
	"fmt"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/play/engine"
)

// containerLabel is the label of a metric that is about one container.
const containerLabel = "container"

// declarationOf is the i-th metric of an input, declared to the adapter from a moment on.
func declarationOf(i int, m engine.Metric, namespace string, start time.Time) *v1alpha1.SimulatedMetric {
	began := metav1.NewTime(start)
	spec := v1alpha1.SimulatedMetricSpec{Metric: m.Name, Simulation: *m.Declared.DeepCopy()}
	spec.StartTime = &began
	switch m.Type {
	case autoscalingv2.ExternalMetricSourceType:
		spec.External = &v1alpha1.External{Labels: m.Labels, AllowNegative: m.Value.Negative()}
	case autoscalingv2.ObjectMetricSourceType:
		plural, _ := meta.UnsafeGuessKindToResource(m.Object.WithVersion("v1"))
		spec.Objects = &v1alpha1.Objects{Resource: plural.GroupResource().String(), Name: m.ObjectName, MetricLabels: m.Labels}
	default: // of pods
		spec.Objects = &v1alpha1.Objects{Resource: "pods", Selector: selectorOf(m.Pods), MetricLabels: m.Labels}
		if m.Container != "" {
			spec.Objects.MetricLabels = map[string]string{containerLabel: m.Container}
		}
		if m.Value.Shared() {
			spec.Share = v1alpha1.Total
		}
	}
	return &v1alpha1.SimulatedMetric{
		TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: "SimulatedMetric"},
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: fmt.Sprintf("metric-%d", i)},
		Spec:       spec,
	}
}

// selectorOf is a selector as the API of SimulatedMetrics has it.
func selectorOf(selector labels.Selector) *v1alpha1.Selector {
	made := &v1alpha1.Selector{}
	requirements, _ := selector.Requirements()
	for _, r := range requirements {
		e := v1alpha1.SelectorRequirement{Key: r.Key()}
		switch r.Operator() {
		case selection.Exists:
			e.Operator = metav1.LabelSelectorOpExists
		case selection.DoesNotExist:
			e.Operator = metav1.LabelSelectorOpDoesNotExist
		case selection.NotIn, selection.NotEquals:
			e.Operator = metav1.LabelSelectorOpNotIn
		default: // In and =, as a scenario has no others
			e.Operator = metav1.LabelSelectorOpIn
		}
		for value := range r.Values() {
			e.Values = append(e.Values, v1alpha1.LabelValue(value))
		}
		made.MatchExpressions = append(made.MatchExpressions, e)
	}
	return made
}
