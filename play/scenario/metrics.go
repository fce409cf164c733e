package scenario

import (
	"math"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/play/engine"
)

// metrics reads those of a test.
type metrics struct {
	*suite
	workloads []engine.Workload
	all       []engine.Metric
}

func (m *metrics) read(c cursor) []engine.Metric {
	for _, at := range c.list("a metric", maxElements) {
		m.all = append(m.all, m.one(at))
	}
	return m.all
}

// one reads an element of metrics.
func (m *metrics) one(c cursor) (of engine.Metric) {
	f := c.fields(append([]string{"metric", "namespace", "objects", "external", "resource", "share", "of", "workload", "full", "starting"}, valueFields...)...)
	of.Name = f.need("metric", "http_requests").string()
	of.Namespace = m.namespace(f)
	in := bounds{math.MinInt64, math.MaxInt64, "the metric"}
	switch kind := f.one("objects", "external", "resource"); kind.name {
	case "objects":
		m.objects(f, kind, &of)
	case "external":
		of.Type = autoscalingv2.ExternalMetricSourceType
		e := kind.fields("labels", "allowNegative")
		of.Labels = e.get("labels").labels()
		if !e.get("allowNegative").flag(false) {
			in.least, in.of = 0, "external"
		}
	case "resource":
		in.least, in.of = 0, "the resource"
		m.resource(f, kind, &of)
	}
	share := m.share(f, of)
	if f.get("of").there() {
		m.serving(f, &of)
		return of
	}
	for _, name := range []string{"full", "starting"} {
		if c := f.get(name); c.there() {
			c.wrong("%s needs of: utilization: write it, or remove %s", name, name)
		}
	}
	of.Value, of.Declared = m.value(f, share, in)
	return of
}

// namespace is where a metric is: that of the HPAs, unless it says otherwise.
func (m *metrics) namespace(f fields) string {
	if c := f.get("namespace"); c.there() {
		return c.string()
	}
	namespace := m.manifests.common()
	if namespace == "" {
		f.wrong("%s has no namespace, and the HPAs are in several: write namespace: %s", f.name, m.manifests.hpas[0].Namespace)
	}
	return namespace
}

// share is whether objects share a value.
func (m *metrics) share(f fields, of engine.Metric) v1alpha1.Share {
	c := f.get("share")
	if !c.there() {
		return ""
	}
	if of.Type == autoscalingv2.ExternalMetricSourceType || of.Type == autoscalingv2.ObjectMetricSourceType || f.get("of").there() {
		c.wrong("remove share: it splits a value over pods, and there are none here")
	}
	return v1alpha1.Share(c.word(string(v1alpha1.Each), string(v1alpha1.Total)))
}

// resource reads what containers use of cpu or memory.
func (m *metrics) resource(f fields, c cursor, of *engine.Metric) {
	of.Type = autoscalingv2.ResourceMetricSourceType
	r := c.fields("container")
	if name := f.get("metric"); of.Name != string(corev1.ResourceCPU) && of.Name != string(corev1.ResourceMemory) {
		name.wrong("the resource %q is not one that is measured: %s", of.Name, oneOf(of.Name, []string{"cpu", "memory"}))
	}
	w := m.workload(f, of.Namespace)
	if w == nil {
		return
	}
	of.Workload, of.Pods = w.Name, podsOf(*w)
	at := r.get("container")
	name, there := at.text()
	if !there {
		return
	}
	var names []string
	for _, container := range w.Pod.Spec.Containers {
		if container.Name == name {
			of.Container = name
		}
		names = append(names, container.Name)
	}
	if of.Container == "" {
		at.wrong("%s/%s has no container %s: %s", w.Kind.Kind, w.Name, name, oneOf(name, names))
	}
}

// workload is the one that a metric is about: the only one of its namespace, unless it says which.
func (m *metrics) workload(f fields, namespace string) *engine.Workload {
	c := f.get("workload")
	wanted, said := c.text()
	var found []*engine.Workload
	var names []string
	for i := range m.workloads {
		w := &m.workloads[i]
		if w.Namespace != namespace {
			continue
		}
		names = append(names, w.Name)
		if !said || w.Name == wanted {
			found = append(found, w)
		}
	}
	switch {
	case len(found) == 1:
		return found[0]
	case len(names) == 0:
		return nil // that is an error of its own, or the namespace is wrong, and no HPA's metric is served
	case said && len(found) == 0:
		c.wrong("there is no workload %s in the namespace %s: %s", wanted, namespace, oneOf(wanted, names))
	case said:
		c.wrong("there are several workloads %s in the namespace %s: give each a name of its own", wanted, namespace)
	default:
		f.wrong("%s does not say of which workload it is: write workload: %s", f.name, names[0])
	}
	return nil
}

// podsOf selects the pods of a workload.
func podsOf(w engine.Workload) labels.Selector {
	if selector, err := labels.Parse(w.Selector); err == nil && w.Selector != "" {
		return selector
	}
	return labels.SelectorFromSet(w.Pod.Labels)
}
