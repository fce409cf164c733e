package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/host/wait"
)

// hpaWithoutBehavior: where an HPA says nothing about it, its controller goes
// up to 4 pods or twice as many as there are, at each look.
func hpaWithoutBehavior() types.Feature {
	return hpaIsLimited("HPA without behavior", "hpa-no-behavior", nil, said{4, "ScaleUpLimit"}, said{8, "DesiredWithinRange"})
}

// hpaWithDefaultBehavior: a behavior, though it is empty, is filled in by the
// API server as is documented: 4 pods or twice as many, in 15 s. See
// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#default-behavior
func hpaWithDefaultBehavior() types.Feature {
	return hpaIsLimited("HPA with the default behavior", "hpa-default-behavior", &autoscalingv2.HorizontalPodAutoscalerBehavior{},
		said{5, "ScaleUpLimit"}, said{8, "DesiredWithinRange"})
}

// hpaIsLimited: from 1 replica to 8 in steps, and not down again for 5 minutes.
func hpaIsLimited(title, ns string, behavior *autoscalingv2.HorizontalPodAutoscalerBehavior, steps ...said) types.Feature {
	const name = "load"
	return features.New(title).
		WithSetup("a workload of 10 a pod", makeWorkloadOf(gated(), ns, []autoscalingv2.MetricSpec{onQueue("depth", "orders", "10")}, behavior)).
		WithSetup("10", simulated(ns, name, ofQueue("depth", "orders", constant("10")))).
		Assess("it has read the value", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForScaling(ctx, t, cfg, ns, "1 replica of 10", func(s scaling) bool { return s.asked == 1 && s.value == "10" })
			return ctx
		}).
		Assess("it goes up to 8 in steps and says why", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			changes := watchHPA(ctx, t, cfg, ns)
			simulate(ctx, t, cfg, ns, name, ofQueue("depth", "orders", constant("80")))
			waitForSteps(ctx, t, changes, steps)
			return ctx
		}).
		Assess("it keeps 8 when the value falls and says why", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, name, ofQueue("depth", "orders", constant("10")))
			waitForReason(ctx, t, cfg, ns, autoscalingv2.AbleToScale, "ScaleDownStabilized")
			consistently(ctx, t, cfg, ns, "8 replicas", func(s scaling) bool { return s.asked == 8 })
			waitForReason(ctx, t, cfg, ns, autoscalingv2.AbleToScale, "ScaleDownStabilized")
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// said is how many replicas an HPA wants, and why not more or less.
type said struct {
	Replicas int32
	Why      string
}

// watchHPA watches the HPA from now on, until the step ends: it may stand on a
// step for less time than a look at it takes.
func watchHPA(ctx context.Context, t *testing.T, cfg *envconf.Config, ns string) <-chan watch.Event {
	t.Helper()
	clientset := clientsOf(t, cfg).Kubernetes
	hpas := clientset.AutoscalingV2().HorizontalPodAutoscalers(ns)
	now, err := hpas.List(ctx, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := hpas.Watch(ctx, metav1.ListOptions{ResourceVersion: now.ResourceVersion})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(changes.Stop)
	return changes.ResultChan()
}

// waitForSteps waits until the HPA has said all of that when it wanted more
// than one replica, one after the other and nothing else.
func waitForSteps(ctx context.Context, t *testing.T, changes <-chan watch.Event, want []said) {
	t.Helper()
	var got []said
	err := wait.For(ctx, fmt.Sprintf("the steps %v", want), scaleTimeout, poll, func(context.Context) (bool, string, error) {
		got = append(got, stepsOf(changes)...)
		got = slices.Compact(got)
		if !slices.Equal(got, want[:min(len(got), len(want))]) || len(got) > len(want) {
			t.Fatalf("want the steps %v, got %v", want, got)
		}
		return len(got) == len(want), fmt.Sprint(got), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// stepsOf takes what has been seen of an HPA since it was looked at last.
func stepsOf(changes <-chan watch.Event) (steps []said) {
	for {
		select {
		case change, open := <-changes:
			if !open {
				return steps
			}
			hpa, isHPA := change.Object.(*autoscalingv2.HorizontalPodAutoscaler)
			if isHPA && hpa.Status.DesiredReplicas > 1 {
				steps = append(steps, said{hpa.Status.DesiredReplicas, conditionOf(hpa, autoscalingv2.ScalingLimited).Reason})
			}
		default:
			return steps
		}
	}
}

// waitForReason waits until a condition of the HPA is true for that reason.
func waitForReason(ctx context.Context, t *testing.T, cfg *envconf.Config, ns string, condition autoscalingv2.HorizontalPodAutoscalerConditionType, reason string) {
	t.Helper()
	err := wait.For(ctx, fmt.Sprintf("%s for %s", condition, reason), scaleTimeout, poll, func(ctx context.Context) (bool, string, error) {
		var hpa autoscalingv2.HorizontalPodAutoscaler
		if err := cfg.Client().Resources().Get(ctx, workloadName, ns, &hpa); err != nil {
			return false, "", err
		}
		got := conditionOf(&hpa, condition)
		return got.Status == corev1.ConditionTrue && got.Reason == reason, fmt.Sprintf("%s, %s: %s", got.Status, got.Reason, got.Message), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func conditionOf(hpa *autoscalingv2.HorizontalPodAutoscaler, of autoscalingv2.HorizontalPodAutoscalerConditionType) autoscalingv2.HorizontalPodAutoscalerCondition {
	return ptr.Deref(autoscaling.Condition(hpa, of), autoscalingv2.HorizontalPodAutoscalerCondition{})
}
