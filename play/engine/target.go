package engine

import (
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// targets tells whether an HPA scales a workload.
func targets(hpa *autoscalingv2.HorizontalPodAutoscaler, l *Workload) bool {
	ref := hpa.Spec.ScaleTargetRef
	kind := schema.FromAPIVersionAndKind(ref.APIVersion, ref.Kind).GroupKind()
	return hpa.Namespace == l.Namespace && ref.Name == l.Name && kind == l.Kind
}

// TargetOf is a metric of an HPA's spec.
func TargetOf(m autoscalingv2.MetricSpec) Target {
	t := Target{Type: m.Type}
	var target autoscalingv2.MetricTarget
	switch {
	case m.Pods != nil:
		t.Name, target = m.Pods.Metric.Name, m.Pods.Target
	case m.Object != nil:
		t.Name, target = fmt.Sprintf("%s of %s/%s", m.Object.Metric.Name, m.Object.DescribedObject.Kind, m.Object.DescribedObject.Name), m.Object.Target
	case m.External != nil:
		t.Name, target = m.External.Metric.Name, m.External.Target
	case m.Resource != nil:
		t.Name, target = string(m.Resource.Name), m.Resource.Target
	case m.ContainerResource != nil:
		t.Name, target = fmt.Sprintf("%s of container %s", m.ContainerResource.Name, m.ContainerResource.Container), m.ContainerResource.Target
	}
	t.Kind = target.Type
	switch {
	case target.AverageUtilization != nil:
		t.Milli = int64(*target.AverageUtilization)
	case target.AverageValue != nil:
		t.Milli = target.AverageValue.MilliValue()
	case target.Value != nil:
		t.Milli = target.Value.MilliValue()
	}
	return t
}

// valueOf is what an HPA's status shows of a metric; nil if it could not be read.
func valueOf(m autoscalingv2.MetricStatus) *int64 {
	var current autoscalingv2.MetricValueStatus
	switch {
	case m.Pods != nil:
		current = m.Pods.Current
	case m.Object != nil:
		current = m.Object.Current
	case m.External != nil:
		current = m.External.Current
	case m.Resource != nil:
		current = m.Resource.Current
	case m.ContainerResource != nil:
		current = m.ContainerResource.Current
	}
	var value int64
	switch {
	case current.AverageUtilization != nil:
		value = int64(*current.AverageUtilization)
	case current.AverageValue != nil:
		value = current.AverageValue.MilliValue()
	case current.Value != nil:
		value = current.Value.MilliValue()
	default:
		return nil
	}
	return &value
}
