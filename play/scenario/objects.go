package scenario

import (
	"slices"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"

	"example.com/metrics-lab/play/engine"
)

// objects reads which pods have a metric, or which other object.
func (m *metrics) objects(f fields, c cursor, of *engine.Metric) {
	o := c.fields("resource", "name", "selector", "metricLabels")
	of.Labels = o.get("metricLabels").labels()
	resource := o.need("resource", "pods")
	text, ok := resource.text()
	switch {
	case !ok:
	case text == "pods":
		m.pods(f, o, of)
	default:
		m.object(o, resource, text, of)
	}
}

// pods reads which pods: those of a selector, or of a workload.
func (m *metrics) pods(f, o fields, of *engine.Metric) {
	of.Type = autoscalingv2.PodsMetricSourceType
	if c := o.get("name"); c.there() {
		c.wrong("remove name: the pods of a play come and go; write a selector, or nothing for those of the workload")
	}
	c := o.get("selector")
	if c.there() {
		of.Pods = selector(c)
		if f.get("of").there() {
			c.wrong("of is about the pods of the workload: remove selector")
		}
		return
	}
	if w := m.workload(f, of.Namespace); w != nil {
		of.Pods = podsOf(*w)
	}
}

// selector reads one as all of Kubernetes has it.
func selector(c cursor) labels.Selector {
	f := c.fields("matchLabels", "matchExpressions")
	declared := &metav1.LabelSelector{MatchLabels: f.get("matchLabels").labels()}
	for _, at := range f.get("matchExpressions").list("an expression", maxElements) {
		e := at.fields("key", "operator", "values")
		requirement := metav1.LabelSelectorRequirement{Key: e.need("key", "app").string()}
		requirement.Operator = metav1.LabelSelectorOperator(e.need("operator", "In").word("In", "NotIn", "Exists", "DoesNotExist"))
		for _, value := range e.get("values").list("a value", maxElements) {
			requirement.Values = append(requirement.Values, value.string())
		}
		declared.MatchExpressions = append(declared.MatchExpressions, requirement)
	}
	made, err := metav1.LabelSelectorAsSelector(declared)
	if err != nil {
		c.wrong("the selector cannot be used: %v", err)
	}
	return made
}

// object reads which other object.
func (m *metrics) object(o fields, c cursor, resource string, of *engine.Metric) {
	of.Type = autoscalingv2.ObjectMetricSourceType
	if s := o.get("selector"); s.there() {
		s.wrong("remove selector, and write the name of one object: a play has no objects but pods")
	}
	of.ObjectName = o.need("name", "web").string()
	kind, known := m.kind(resource)
	if !known {
		c.wrong("the resource %s is unknown: write its plural name, with its group if it has one, such as pods, services or deployments.apps", resource)
		return
	}
	of.Object = kind
	if kind == (schema.GroupKind{Kind: "Namespace"}) {
		of.Namespace = of.ObjectName // the metrics of a namespace are kept in it
	}
}

// kind is that of a resource: one of Kubernetes, or one that an HPA names.
func (m *metrics) kind(resource string) (schema.GroupKind, bool) {
	wanted := schema.ParseGroupResource(resource)
	var kinds []schema.GroupVersionKind
	for kind := range scheme.Scheme.AllKnownTypes() {
		kinds = append(kinds, kind)
	}
	for _, hpa := range m.manifests.hpas {
		for _, spec := range hpa.Spec.Metrics {
			if spec.Object != nil {
				kinds = append(kinds, schema.FromAPIVersionAndKind(spec.Object.DescribedObject.APIVersion, spec.Object.DescribedObject.Kind))
			}
		}
	}
	at := slices.IndexFunc(kinds, func(kind schema.GroupVersionKind) bool {
		plural, _ := meta.UnsafeGuessKindToResource(kind)
		return plural.GroupResource() == wanted && !strings.HasSuffix(kind.Kind, "List") && !strings.HasSuffix(kind.Kind, "Options")
	})
	if at < 0 {
		return schema.GroupKind{}, false
	}
	return kinds[at].GroupKind(), true
}
