package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

const (
	// waveRound is how long a round of the curve in exercise 1 may take.
	waveRound = 20 * time.Second
	// wavePatience is enough for two rounds, and for pods to start.
	wavePatience = time.Minute
)

func lesson4() lesson {
	return lesson{"Values on demand", []item{
		{"the namespace values has 3 tenants", valuesHasTenants},
		{"the pods of values/web share a total of http_requests, in rounds of 20 seconds or less", webSharesWave},
		{"the HPA values/web goes to 6 replicas, back to 2, and no further", webGoesUpAndDown},
		{"the HPA values/worker reads 120 messages of the queue orders, and wants 30 for each pod", workerReadsQueue},
	}}
}

func valuesHasTenants(ctx context.Context, l *Learner) error {
	declared, err := l.Declarations.ClusterSimulatedMetrics(ctx)
	if err != nil {
		return err
	}
	for _, d := range declared {
		if d.Spec.Metric == "tenants" && d.Spec.Objects.Resource == "namespaces" && d.Spec.Objects.Name == "values" {
			return isThree(d.Spec.Simulation)
		}
	}
	return errors.New("no ClusterSimulatedMetric declares tenants of the namespace values: step 7 does")
}

func isThree(s v1alpha1.Simulation) error {
	if s.Value == nil || s.Value.MilliValue() != 3000 {
		return errors.New("it has another number of tenants: apply tenants.yaml of step 7 again")
	}
	return nil
}

func webSharesWave(ctx context.Context, l *Learner) error {
	declared, err := l.Declarations.SimulatedMetrics(ctx, "values")
	if err != nil {
		return err
	}
	declared = slices.DeleteFunc(declared, func(d v1alpha1.SimulatedMetric) bool {
		return d.Spec.Metric != "http_requests" || d.Spec.Objects == nil || d.Spec.Objects.Resource != "pods" || d.Spec.Objects.Selector == nil
	})
	switch len(declared) {
	case 0:
		return errors.New("no SimulatedMetric in the namespace values declares http_requests of pods by a selector: step 2 does")
	case 1:
		return isWave(declared[0].Spec)
	}
	return fmt.Errorf("%d SimulatedMetrics in the namespace values declare http_requests of pods: exercise 1 wants one in place of the other", len(declared))
}

// isWave says whether a declaration is one that exercise 1 asks for, as far as
// the HPA does not show it.
func isWave(spec v1alpha1.SimulatedMetricSpec) error {
	switch {
	case spec.Share != v1alpha1.Total:
		return errors.New("it is the value of each pod: exercise 1 needs share: Total, see step 4")
	case !spec.Repeat:
		return errors.New("it does not repeat: exercise 1 asks for a curve that does, see step 5")
	}
	if round := spec.Curve[len(spec.Curve)-1].At.Duration; round > waveRound {
		return fmt.Errorf("a round of the curve takes %s, and exercise 1 wants %s at most", round, waveRound)
	}
	for _, point := range seen(spec.Curve, spec.Interpolation) {
		if point.Value.CmpInt64(50) <= 0 {
			return fmt.Errorf("a total of %s is for one pod, and exercise 1 goes back to 2", point.Value.String())
		}
	}
	return nil
}

// seen are the points of a repeated curve that come to be its value. At the time of the
// last one it begins anew, so a curve of steps never shows that.
func seen(curve []v1alpha1.Point, interpolation v1alpha1.Interpolation) []v1alpha1.Point {
	if interpolation == v1alpha1.Step {
		return curve[:len(curve)-1]
	}
	return curve
}

func webGoesUpAndDown(ctx context.Context, l *Learner) error {
	if _, err := getHPA(ctx, l, "values", "web", "step 1 makes it"); err != nil {
		return err
	}
	if webSharesWave(ctx, l) != nil {
		return errors.New("there is no such curve yet: exercise 1 asks for it")
	}
	if err := visits(ctx, l, "values", "web", wavePatience, 2, 6); err != nil {
		return fmt.Errorf("%w: step 4 has the arithmetic, and step 5 what is between two points of a curve; at the time of the last point a curve that repeats is at its first", err)
	}
	return nil
}

func workerReadsQueue(ctx context.Context, l *Learner) error {
	hpa, err := getHPA(ctx, l, "values", "worker", "exercise 2 asks for it")
	if err != nil {
		return err
	}
	queue := externalOf(hpa, queueDepth, "orders")
	switch {
	case queue == nil:
		return errors.New("it has no external metric queue_depth with the selector queue: orders, without which all queues are added up: see exercise 2")
	case len(hpa.Spec.Metrics) > 1:
		return errors.New("it has other metrics, too, and the one that wants most pods wins: exercise 2 asks for one")
	case queue.Target.AverageValue == nil || queue.Target.AverageValue.CmpInt64(30) != 0:
		return errors.New("its target is not an averageValue of 30: exercise 2 says how many messages a pod can take")
	}
	if err := isActive(hpa); err != nil {
		return err
	}
	return readsExternal(hpa, 120) // how many it wants may still be what it wanted five minutes ago
}
