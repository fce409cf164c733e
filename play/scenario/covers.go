package scenario

import (
	"fmt"
	"slices"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/play/engine"
)

// covers refuses a test in which an HPA asks for a metric that nothing serves, unless the test says so.
func (m *metrics) covers(c, unserved cursor) {
	allowed := map[string]cursor{}
	for _, at := range unserved.list("a metric's name", maxElements) {
		if name, ok := at.text(); ok {
			allowed[name] = at
		}
	}
	used := map[string]bool{}
	for _, hpa := range m.manifests.hpas {
		for _, spec := range hpa.Spec.Metrics {
			w := wantedBy(hpa, spec)
			if slices.ContainsFunc(m.all, func(known engine.Metric) bool { return m.serves(known, w) }) {
				continue
			}
			used[w.name] = true
			if _, ok := allowed[w.name]; !ok {
				c.wrong("no metric serves %s (%s) of the HPA %s%s: write under metrics: - {%s}; or, if that is meant, unserved: [%s]",
					w.name, spec.Type, nameOf(hpa.Namespace, hpa.Name), m.like(w), w.example, w.name)
			}
		}
	}
	for name, at := range allowed {
		if !used[name] {
			at.wrong("no HPA lacks the metric %s: remove it from unserved", name)
		}
	}
}

// like says what is wrong with a metric of a name that an HPA asks for.
func (m *metrics) like(w wanted) string {
	if slices.ContainsFunc(m.all, func(known engine.Metric) bool { return known.Name == w.name }) {
		return " (the one of that name has another type or namespace, or other objects or labels)"
	}
	return ""
}

// wanted is a metric that an HPA asks for.
type wanted struct {
	engine.Metric
	name     string
	target   engine.Workload
	selector labels.Selector
	example  string
}

// wantedBy is what a metric of an HPA's spec asks for.
func wantedBy(hpa *autoscalingv2.HorizontalPodAutoscaler, spec autoscalingv2.MetricSpec) wanted {
	w := wanted{target: engine.Workload{Kind: target(hpa), Namespace: hpa.Namespace, Name: hpa.Spec.ScaleTargetRef.Name}}
	w.Type, w.Namespace = spec.Type, hpa.Namespace
	var identifier autoscalingv2.MetricIdentifier
	switch {
	case spec.Pods != nil:
		identifier = spec.Pods.Metric
		w.example = `objects: {resource: pods}, value: "10"`
	case spec.Object != nil:
		identifier = spec.Object.Metric
		kind := schema.FromAPIVersionAndKind(spec.Object.DescribedObject.APIVersion, spec.Object.DescribedObject.Kind)
		w.Object, w.ObjectName = kind.GroupKind(), spec.Object.DescribedObject.Name
		plural, _ := meta.UnsafeGuessKindToResource(kind)
		w.example = fmt.Sprintf(`objects: {resource: %s, name: %s}, value: "10"`, plural.GroupResource(), w.ObjectName)
		if w.Object == (schema.GroupKind{Kind: "Namespace"}) {
			w.Namespace = w.ObjectName
		}
	case spec.External != nil:
		identifier = spec.External.Metric
		w.example = `external: {}, value: "10"`
		if identifier.Selector != nil && len(identifier.Selector.MatchLabels) > 0 {
			w.example = fmt.Sprintf(`external: {labels: {%s}}, value: "10"`, strings.ReplaceAll(labels.FormatLabels(identifier.Selector.MatchLabels), "=", ": "))
		}
	case spec.Resource != nil:
		identifier.Name = string(spec.Resource.Name)
		w.example = "resource: {}, value: 250m"
	case spec.ContainerResource != nil:
		identifier.Name = string(spec.ContainerResource.Name)
		w.Type, w.Container = autoscalingv2.ResourceMetricSourceType, spec.ContainerResource.Container
		w.example = fmt.Sprintf("resource: {container: %s}, value: 250m", w.Container)
	}
	w.name = identifier.Name
	w.example = fmt.Sprintf("metric: %s, %s", w.name, w.example)
	w.selector = labels.Everything()
	if selector, err := metav1.LabelSelectorAsSelector(identifier.Selector); err == nil && identifier.Selector != nil {
		w.selector = selector
	}
	return w
}

// serves tells whether a metric of a scenario is one that an HPA asks for.
func (m *metrics) serves(known engine.Metric, w wanted) bool {
	if known.Type != w.Type || known.Name != w.name || known.Namespace != w.Namespace || !w.selector.Matches(labels.Set(known.Labels)) {
		return false
	}
	switch known.Type { //nolint:exhaustive // of the others, an external one is known by its labels alone
	case autoscalingv2.ObjectMetricSourceType:
		return known.Object == w.Object && known.ObjectName == w.ObjectName
	case autoscalingv2.PodsMetricSourceType, autoscalingv2.ResourceMetricSourceType:
		at := slices.IndexFunc(m.workloads, func(l engine.Workload) bool { return keyOf(l) == keyOf(w.target) })
		if at < 0 {
			return true // that is an error of its own
		}
		of := m.workloads[at]
		if w.Container != "" && known.Container != w.Container && (known.Container != "" || len(of.Pod.Spec.Containers) == 0 || of.Pod.Spec.Containers[0].Name != w.Container) {
			return false
		}
		if known.Of != "" {
			return known.Workload == of.Name
		}
		return known.Pods != nil && known.Pods.Matches(labels.Set(of.Pod.Labels))
	}
	return true
}
