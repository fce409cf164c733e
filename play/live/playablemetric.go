package live

import (
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/play/engine"
)

// playableMetric tells what of a metric the lab's adapter cannot serve.
func playableMetric(in engine.Input, m engine.Metric) error {
	switch {
	case m.Of != "":
		return fmt.Errorf("of: pods of a lab do no work: write a value or a curve, or play it simulated")
	case m.Type == autoscalingv2.ResourceMetricSourceType && m.Container == "" && severalContainers(in, m):
		return fmt.Errorf("resource.container: the lab's adapter shares what is used among all containers: write which one it is")
	case m.Type == autoscalingv2.ObjectMetricSourceType && !isWorkload(in, m) && m.Object != (schema.GroupKind{Kind: "Service"}):
		return fmt.Errorf("objects.resource: a cluster plays metrics of Services and of the Deployments that are scaled: write one of these, or play it simulated")
	}
	return nil
}

// severalContainers tells whether pods that a metric is about have more than one.
func severalContainers(in engine.Input, m engine.Metric) bool {
	for _, w := range in.Workloads {
		if w.Name == m.Workload && len(w.Pod.Spec.Containers) > 1 {
			return true
		}
	}
	return false
}

// isWorkload tells whether the object of a metric is one of the workloads.
func isWorkload(in engine.Input, m engine.Metric) bool {
	for _, w := range in.Workloads {
		if w.Kind == m.Object && w.Name == m.ObjectName {
			return true
		}
	}
	return false
}
