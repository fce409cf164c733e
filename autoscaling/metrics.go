package autoscaling

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Metric is one metric of an HPA: what it is to be, and what the controller saw last.
type Metric struct {
	// Type is that of its specification.
	Type autoscalingv2.MetricSourceType
	// Name is that of the metric, or of the resource: packets-per-second, cpu.
	Name string
	// Container is the one that a ContainerResource is about.
	Container string
	// Selector picks series of the metric; nil is for all.
	Selector *metav1.LabelSelector
	// Target is what the HPA aims at.
	Target autoscalingv2.MetricTarget
	// Current is what the controller has read, nil if it has not, or cannot.
	Current *autoscalingv2.MetricValueStatus
}

// Metrics are those of an HPA, in the order of its specification. The status has them in the same order, but may still be
// about the specification before.
func Metrics(hpa *autoscalingv2.HorizontalPodAutoscaler) []Metric {
	all := make([]Metric, 0, len(hpa.Spec.Metrics))
	for i, spec := range hpa.Spec.Metrics {
		m := wanted(spec)
		if i < len(hpa.Status.CurrentMetrics) {
			if read := seen(hpa.Status.CurrentMetrics[i]); read.Type == m.Type && read.Name == m.Name {
				m.Current = read.Current
			}
		}
		all = append(all, m)
	}
	return all
}

// wanted is what the specification says.
func wanted(spec autoscalingv2.MetricSpec) Metric {
	switch {
	case spec.Pods != nil:
		return of(autoscalingv2.PodsMetricSourceType, spec.Pods.Metric, spec.Pods.Target)
	case spec.Object != nil:
		return of(autoscalingv2.ObjectMetricSourceType, spec.Object.Metric, spec.Object.Target)
	case spec.External != nil:
		return of(autoscalingv2.ExternalMetricSourceType, spec.External.Metric, spec.External.Target)
	case spec.Resource != nil:
		return Metric{Type: autoscalingv2.ResourceMetricSourceType, Name: string(spec.Resource.Name), Target: spec.Resource.Target}
	case spec.ContainerResource != nil:
		r := spec.ContainerResource
		return Metric{Type: autoscalingv2.ContainerResourceMetricSourceType, Name: string(r.Name), Container: r.Container, Target: r.Target}
	}
	return Metric{Type: spec.Type}
}

func of(kind autoscalingv2.MetricSourceType, metric autoscalingv2.MetricIdentifier, target autoscalingv2.MetricTarget) Metric {
	return Metric{Type: kind, Name: metric.Name, Selector: metric.Selector, Target: target}
}

// seen is what the status says, as far as it tells metrics apart.
func seen(status autoscalingv2.MetricStatus) Metric {
	switch {
	case status.Pods != nil:
		return Metric{Type: autoscalingv2.PodsMetricSourceType, Name: status.Pods.Metric.Name, Current: &status.Pods.Current}
	case status.Object != nil:
		return Metric{Type: autoscalingv2.ObjectMetricSourceType, Name: status.Object.Metric.Name, Current: &status.Object.Current}
	case status.External != nil:
		return Metric{Type: autoscalingv2.ExternalMetricSourceType, Name: status.External.Metric.Name, Current: &status.External.Current}
	case status.Resource != nil:
		return Metric{Type: autoscalingv2.ResourceMetricSourceType, Name: string(status.Resource.Name), Current: &status.Resource.Current}
	case status.ContainerResource != nil:
		r := status.ContainerResource
		return Metric{Type: autoscalingv2.ContainerResourceMetricSourceType, Name: string(r.Name), Current: &r.Current}
	}
	return Metric{}
}

// Average is the value for each pod that the controller has read, as it writes it; empty if it has read none.
func (m Metric) Average() string {
	if m.Current == nil || m.Current.AverageValue == nil {
		return ""
	}
	return m.Current.AverageValue.String()
}
