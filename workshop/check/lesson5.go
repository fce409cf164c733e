package check

import (
	"context"
	"errors"
	"fmt"
	"slices"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

func lesson5() lesson {
	return lesson{"When things break", []item{
		{"the lab is whole again, and all is well", labIsWell},
		{"the HPA faults/cart scales on a metric of its pods", isMended("cart", func(m autoscalingv2.MetricSpec) bool { return m.Pods != nil })},
		{"the HPA faults/search scales on a metric of its pods", isMended("search", func(m autoscalingv2.MetricSpec) bool { return m.Pods != nil })},
		{"the HPA faults/stock scales on a metric of an object", isMended("stock", func(m autoscalingv2.MetricSpec) bool { return m.Object != nil })},
		{"the HPA faults/mail scales on the metric of a queue", isMended("mail", func(m autoscalingv2.MetricSpec) bool {
			return m.External != nil && m.External.Metric.Selector != nil
		})},
		{"the HPA faults/web has gone to 6 replicas without sessions, and holds them", webHoldsWithoutSessions},
	}}
}

// isMended looks whether an HPA of exercise 1 works, and still has a metric of the
// type that it had.
func isMended(name string, ofType func(autoscalingv2.MetricSpec) bool) func(context.Context, *Learner) error {
	return func(ctx context.Context, l *Learner) error {
		hpa, err := getHPA(ctx, l, "faults", name, "exercise 1 makes it")
		if err != nil {
			return err
		}
		if len(hpa.Spec.Metrics) != 1 || !ofType(hpa.Spec.Metrics[0]) {
			return errors.New("it has another type of metric than in broken.yaml of exercise 1, or lacks its selector: apply that file again")
		}
		if err := wantsNow(hpa, 2); err != nil {
			return fmt.Errorf("exercise 1, with the table of step 9: %w", err)
		}
		return nil
	}
}

func webHoldsWithoutSessions(ctx context.Context, l *Learner) error {
	if err := labIsWell(ctx, l); err != nil { // what the HPA says may be about something else
		return notBefore(err)
	}
	hpa, err := getHPA(ctx, l, "faults", "web", "step 1 makes it")
	if err != nil {
		return err
	}
	if err := sessionsFail(ctx, l); err != nil {
		return err
	}
	var sessions, visitors bool
	for _, metric := range hpa.Spec.Metrics {
		sessions = sessions || metric.Pods != nil && metric.Pods.Metric.Name == "sessions"
		visitors = visitors || metric.External != nil && metric.External.Metric.Name == "visitors_waiting"
	}
	switch {
	case !sessions:
		return errors.New("it has lost the Pods metric sessions: exercise 2 adds another one beside it")
	case !visitors:
		return errors.New("it has no external metric visitors_waiting: exercise 2 adds it")
	case hpa.Status.DesiredReplicas != 6:
		return fmt.Errorf("it wants %d replicas: exercise 2 sets visitors_waiting to 120, and wants 20 for each pod", hpa.Status.DesiredReplicas)
	}
	if err := readsExternal(hpa, 40); err != nil {
		return fmt.Errorf("exercise 2 goes on to 40 visitors: %w", err)
	}
	return nil
}

// sessionsFail says whether sessions are broken, as exercise 2 leaves them.
func sessionsFail(ctx context.Context, l *Learner) error {
	declared, err := l.Declarations.SimulatedMetrics(ctx, "faults")
	if err != nil {
		return err
	}
	of := slices.IndexFunc(declared, func(d v1alpha1.SimulatedMetric) bool { return d.Spec.Metric == "sessions" })
	if of < 0 {
		return errors.New("sessions is not declared: apply sessions.yaml, and break it as exercise 2 does")
	}
	if faults := declared[of].Spec.Faults; faults == nil || faults.ErrorRate == nil || faults.ErrorRate.CmpInt64(1) != 0 {
		return errors.New("sessions is declared without the fault that exercise 2 begins with, and leaves in place")
	}
	return nil
}
