package scenario

import (
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/play/engine"
)

// pods reads what the pods of a workload are like that no manifest has.
func (w *workloads) pods(f fields, of *engine.Workload, manifest bool) {
	for _, name := range []string{"labels", "requests"} {
		if c := f.get(name); manifest && c.there() {
			c.wrong("%s/%s has %s in its manifest: remove them here", of.Kind.Kind, of.Name, name)
			return
		}
	}
	if manifest {
		return
	}
	of.Pod.Labels = map[string]string{"app": of.Name}
	if c := f.get("labels"); c.there() {
		of.Pod.Labels = c.labels()
	}
	of.Selector = labels.SelectorFromSet(of.Pod.Labels).String()
	requests := corev1.ResourceList{}
	c := f.get("requests").fields("cpu", "memory")
	for _, name := range slices.Sorted(maps.Keys(c.of)) {
		if value, ok := c.of[name].quantity(); ok {
			requests[corev1.ResourceName(name)] = value
		}
	}
	of.Pod.Spec.Containers = []corev1.Container{{Name: of.Name, Resources: corev1.ResourceRequirements{Requests: requests}}}
}

// startup reads how long a pod takes to be Ready: a time, or a mapping.
func startup(c cursor, of *engine.Startup) {
	if !c.there() {
		return
	}
	if !c.mapping() {
		of.Min, _ = c.duration(0, maxDuration)
		of.Max = of.Min
		return
	}
	f := c.fields("pending", "min", "max", "fail", "seed")
	of.Pending, _ = f.get("pending").duration(0, maxDuration)
	of.Min, _ = f.get("min").duration(0, maxDuration)
	of.Max = of.Min
	if most, ok := f.get("max").duration(0, maxDuration); ok {
		of.Max = most
		if most < of.Min {
			f.get("max").wrong("max %s is less than min %s: write the larger one last", brief(most), brief(of.Min))
		}
	}
	if share, ok := f.get("fail").share(); ok {
		of.Fail = share.AsApproximateFloat64()
	}
	if seed, ok := f.get("seed").integer(0, 1<<62); ok {
		of.Seed = uint64(seed) //nolint:gosec // bounded
	}
}

// maxRate is how much work a second may come, or be done by a pod, in milli-units: what waits is counted in 64 bits.
const maxRate = 1_000_000_000_000

// serves reads the work that comes to a workload.
func (w *workloads) serves(c cursor) *engine.Serving {
	if !c.there() {
		return nil
	}
	f := c.fields("load", "capacity")
	capacity := f.need("capacity", `"50"`)
	s := &engine.Serving{}
	s.Capacity, _ = capacity.milli(1)
	if s.Capacity > maxRate {
		capacity.wrong("capacity is too large: write at most %s a second", decimal(maxRate))
	}
	load := f.need("load", `{value: "100"}`)
	s.Load, _ = w.value(load.fields("value", "curve", "trace", "interpolation", "repeat"), "", bounds{0, maxRate, "load"})
	return s
}
