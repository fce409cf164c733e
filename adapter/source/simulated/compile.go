package simulated

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// compile makes the claim of a SimulatedMetric.
func compile(object *v1alpha1.SimulatedMetric) *claim {
	spec := object.Spec
	c := newClaim("SimulatedMetric", object.ObjectMeta, spec.Metric, spec.Simulation)
	if spec.External != nil {
		c.external, c.labels = true, spec.External.Labels
	}
	if spec.Objects != nil {
		c.describe(*spec.Objects, spec.Share)
	}
	return c
}

// compileCluster makes the claim of a ClusterSimulatedMetric.
func compileCluster(object *v1alpha1.ClusterSimulatedMetric) *claim {
	spec := object.Spec
	c := newClaim("ClusterSimulatedMetric", object.ObjectMeta, spec.Metric, spec.Simulation)
	c.describe(spec.Objects, spec.Share)
	return c
}

func newClaim(kind string, meta metav1.ObjectMeta, metric string, simulation v1alpha1.Simulation) *claim {
	c := &claim{
		owner:     owner{kind: kind, namespace: meta.Namespace, name: meta.Name},
		metric:    metric,
		namespace: meta.Namespace,
		start:     meta.CreationTimestamp.Time,
	}
	if simulation.StartTime != nil {
		c.start = simulation.StartTime.Time
	}
	c.curve, c.broken = compileCurve(simulation)
	c.faults = compileFaults(simulation.Faults, c.owner)
	return c
}

// describe sets what the claim says of objects. If it cannot be told which ones they are, it says so for all of them.
func (c *claim) describe(objects v1alpha1.Objects, share v1alpha1.Share) {
	c.resource = schema.ParseGroupResource(objects.Resource)
	c.name = objects.Name
	c.labels = objects.MetricLabels
	c.total = share == v1alpha1.Total
	if objects.Selector == nil {
		return
	}
	selector, err := metav1.LabelSelectorAsSelector(objects.Selector.LabelSelector())
	if err != nil {
		selector, c.broken = labels.Everything(), cmp.Or(c.broken, fmt.Errorf("its selector: %w", err))
	}
	c.selector = selector
}

func compileCurve(simulation v1alpha1.Simulation) (curve, error) {
	points := simulation.Curve
	if simulation.Value != nil {
		points = []v1alpha1.Point{{Value: *simulation.Value}}
	}
	if len(points) == 0 {
		return curve{}, fmt.Errorf("it has neither a value nor a curve")
	}
	c := curve{step: simulation.Interpolation == v1alpha1.Step, repeat: simulation.Repeat}
	for _, p := range points {
		milli, err := v1alpha1.Milli(p.Value)
		if err != nil {
			return curve{}, err
		}
		if n := len(c.points); n > 0 && c.points[n-1].at >= p.At.Duration {
			return curve{}, fmt.Errorf("the points of its curve are not in order of time")
		}
		c.points = append(c.points, point{at: p.At.Duration, milli: milli})
	}
	return c, nil
}

func compileFaults(declared *v1alpha1.Faults, by owner) faults {
	if declared == nil {
		return faults{}
	}
	f := faults{seed: declared.Seed, latency: duration(declared.Latency), staleFor: duration(declared.StaleFor), missing: declared.Missing}
	if declared.ErrorRate != nil {
		f.rate = billionths(*declared.ErrorRate)
		f.status = failure(
			cmp.Or(declared.ErrorCode, http.StatusInternalServerError),
			cmp.Or(declared.ErrorMessage, fmt.Sprintf("an error that %s declares", by)))
	}
	return f
}

func duration(d *metav1.Duration) time.Duration {
	if d == nil {
		return 0
	}
	return d.Duration
}
