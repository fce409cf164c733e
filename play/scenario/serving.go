package scenario

import (
	corev1 "k8s.io/api/core/v1"

	"example.com/metrics-lab/play/engine"
)

// serving reads a metric that says something of a workload that serves.
func (m *metrics) serving(f fields, of *engine.Metric) {
	c := f.get("of")
	of.Of = engine.Of(c.word(string(engine.Load), string(engine.Served), string(engine.Backlog), string(engine.Utilization)))
	for _, name := range valueFields {
		if v := f.get(name); v.there() {
			v.wrong("of says what the value is: remove %s", name)
		}
	}
	w := m.workload(f, of.Namespace)
	if w == nil || of.Of == "" {
		return
	}
	of.Workload = w.Name
	if w.Serving == nil {
		c.wrong(`%s/%s does not serve: write under workloads: - {target: %s/%s, serves: {load: {value: "100"}, capacity: "50"}}`, w.Kind.Kind, w.Name, w.Kind.Kind, w.Name)
	}
	full, starting := f.get("full"), f.get("starting")
	if of.Of != engine.Utilization {
		for _, extra := range []cursor{full, starting} {
			if extra.there() {
				extra.wrong("%s needs of: utilization: write it, or remove %s", extra.name, extra.name)
			}
		}
		return
	}
	of.Starting, _ = starting.milli(0)
	if full.there() {
		of.Full, _ = full.milli(1)
	} else if of.Full = requested(*w, *of); of.Full == 0 {
		f.wrong("%s does not say what a pod has that is fully used: write full: 500m", f.name)
	}
}

// requested is what a container requests of a resource, in milli-units.
func requested(w engine.Workload, of engine.Metric) int64 {
	for i, c := range w.Pod.Spec.Containers {
		if c.Name == of.Container || of.Container == "" && i == 0 {
			request := c.Resources.Requests[corev1.ResourceName(of.Name)]
			return request.MilliValue()
		}
	}
	return 0
}
