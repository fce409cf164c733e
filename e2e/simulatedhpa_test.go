package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// hpaOnPods, hpaOnObject and hpaOnExternal: an HPA on each type of metric goes
// up and down with what is declared.
func hpaOnPods() types.Feature {
	return hpaUpAndDown("hpa-pods", onPods("requests", "10"), func(simulation v1alpha1.Simulation) v1alpha1.SimulatedMetricSpec {
		return totalOfPods("requests", simulation)
	})
}

func hpaOnObject() types.Feature {
	return hpaUpAndDown("hpa-object", onService("requests", "10"), func(simulation v1alpha1.Simulation) v1alpha1.SimulatedMetricSpec {
		return ofService("requests", simulation)
	})
}

func hpaOnExternal() types.Feature {
	return hpaUpAndDown("hpa-external", onQueue("depth", "orders", "10"), func(simulation v1alpha1.Simulation) v1alpha1.SimulatedMetricSpec {
		return ofQueue("depth", "orders", simulation)
	})
}

func hpaUpAndDown(ns string, metric autoscalingv2.MetricSpec, of func(v1alpha1.Simulation) v1alpha1.SimulatedMetricSpec) types.Feature {
	const name = "load"
	return features.New("HPA on a metric of type "+string(metric.Type)).
		WithSetup("40 to a workload of 10 a pod", makeWorkload(ns, metric)).
		WithSetup("40", simulated(ns, name, of(constant("40")))).
		Assess("it scales up to 4", reaches(ns, 4)).
		Assess("it scales down to 2 when the value is 20", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, name, of(constant("20")))
			waitForReplicas(ctx, t, cfg, ns, 2)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

func reaches(ns string, replicas int32) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		waitForReplicas(ctx, t, cfg, ns, replicas)
		return ctx
	}
}

// hpaFindsFixedPoint: a total of 400 is 50 for each of 8 pods, and nothing
// else. The HPA gets there and has no reason to leave.
func hpaFindsFixedPoint() types.Feature {
	const ns = "hpa-fixed-point"
	return features.New("HPA on a total").
		WithSetup("a workload of 50 a pod", makeWorkload(ns, onPods("requests", "50"))).
		WithSetup("a total of 400", simulated(ns, "load", totalOfPods("requests", constant("400")))).
		Assess("it scales to 8", reaches(ns, 8)).
		Assess("and stays there", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForScaling(ctx, t, cfg, ns, "the HPA to read 50 for each", func(s scaling) bool { return s.value == "50" })
			consistently(ctx, t, cfg, ns, "8 replicas of 50", func(s scaling) bool { return s.is(8) && s.value == "50" })
			return ctx
		}).
		Assess("each pod has 50", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			list, err := customClient.NamespacedMetrics(ns).GetForObjects(pod, everything, "requests", everything)
			if err != nil {
				t.Fatal(err)
			}
			if len(list.Items) != 8 {
				t.Errorf("got %d values, want 8", len(list.Items))
			}
			for _, item := range list.Items {
				if milli(&item) != 50_000 {
					t.Errorf("%s has %s, want 50", item.DescribedObject.Name, item.Value.String())
				}
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// hpaPassesOverEndedPods: a pod that has failed or succeeded stays until somebody
// deletes it, and does no work. It must not keep a part of the total.
func hpaPassesOverEndedPods() types.Feature {
	const ns = "hpa-ended-pods"
	return features.New("HPA on a total beside pods that have ended").
		WithSetup("a workload of 10 a pod", makeWorkload(ns, onPods("requests", "10"))).
		WithSetup("pods that have ended", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for i, phase := range []corev1.PodPhase{corev1.PodFailed, corev1.PodFailed, corev1.PodFailed, corev1.PodFailed, corev1.PodFailed, corev1.PodSucceeded} {
				pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: fmt.Sprintf("ended-%d", i), Labels: workloadLabels}, Spec: gated()}
				if err := cfg.Client().Resources().Create(ctx, pod); err != nil {
					t.Fatal(err)
				}
				pod.Status.Phase = phase
				if err := cfg.Client().Resources().UpdateStatus(ctx, pod); err != nil {
					t.Fatal(err)
				}
			}
			return ctx
		}).
		WithSetup("a total of 70", simulated(ns, "load", totalOfPods("requests", constant("70")))).
		Assess("it scales to 7", reaches(ns, 7)).
		Assess("each of the 7 has 10, and no other pod has a value", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			values, err := customClient.NamespacedMetrics(ns).GetForObjects(pod, everything, "requests", everything)
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range values.Items {
				if milli(&item) != 10_000 || strings.HasPrefix(item.DescribedObject.Name, "ended-") {
					t.Errorf("%s has %s", item.DescribedObject.Name, item.Value.String())
				}
			}
			if len(values.Items) != 7 {
				t.Errorf("got %d values, want 7", len(values.Items))
			}
			_, err = customClient.NamespacedMetrics(ns).GetForObject(pod, "ended-0", "requests", everything)
			if want := "pods " + ns + "/ended-0 does not exist, or has ended"; !apierrors.IsNotFound(err) || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q", err, want)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// hpaFollowsCurve: up when the curve goes up, and down when it goes down. The curve
// stands still until the HPA is there, which on a busy machine takes its time, and is
// then moved on by an hour.
func hpaFollowsCurve() types.Feature {
	const ns = "hpa-curve"
	follows := func(hours time.Duration, replicas int32) types.StepFunc {
		return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			start := metav1.NewTime(time.Now().Add(-hours * time.Hour))
			simulate(ctx, t, cfg, ns, "load", ofQueue("depth", "orders", v1alpha1.Simulation{
				StartTime: &start, Interpolation: v1alpha1.Step,
				Curve: []v1alpha1.Point{at(0, "20"), at(time.Hour, "50"), at(2*time.Hour, "30")},
			}))
			waitForReplicas(ctx, t, cfg, ns, replicas)
			return ctx
		}
	}
	return features.New("HPA on a curve").
		WithSetup("a workload of 10 a pod", makeWorkload(ns, onQueue("depth", "orders", "10"))).
		Assess("from 1 to 2", follows(0, 2)).
		Assess("up to 5", follows(1, 5)).
		Assess("down to 3", follows(2, 3)).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

func at(elapsed time.Duration, value string) v1alpha1.Point {
	return v1alpha1.Point{At: metav1.Duration{Duration: elapsed}, Value: resource.MustParse(value)}
}

// hpaHoldsWhileReadsFail: the value falls, but the HPA cannot know: it says
// why, keeps what it has, and goes on when reads work again.
func hpaHoldsWhileReadsFail() types.Feature {
	const ns, name = "hpa-faults", "load"
	return features.New("HPA on a backend that fails").
		WithSetup("a workload of 10 a pod", makeWorkload(ns, onPods("requests", "10"))).
		WithSetup("a total of 40", simulated(ns, name, totalOfPods("requests", constant("40")))).
		Assess("it scales to 4", reaches(ns, 4)).
		Assess("it says why it cannot read", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			low, always := constant("10"), resource.MustParse("1")
			low.Faults = &v1alpha1.Faults{ErrorRate: &always, ErrorCode: 503, ErrorMessage: "the database of requests is down"}
			simulate(ctx, t, cfg, ns, name, totalOfPods("requests", low))
			waitForProblem(ctx, t, cfg, ns, "FailedGetPodsMetric", "the database of requests is down")
			return ctx
		}).
		Assess("and keeps 4", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			consistently(ctx, t, cfg, ns, "4 replicas and a problem", func(s scaling) bool { return s.is(4) && s.problem != "" })
			return ctx
		}).
		Assess("it goes on when reads work again", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, name, totalOfPods("requests", constant("10")))
			waitForReplicas(ctx, t, cfg, ns, 1)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// hpaSaysThatMetricIsGone: it holds too, and its conditions say so.
func hpaSaysThatMetricIsGone() types.Feature {
	const ns, name = "hpa-deleted", "load"
	return features.New("HPA on a metric that is deleted").
		WithSetup("a workload of 10 a pod", makeWorkload(ns, onQueue("vanishing", "orders", "10"))).
		WithSetup("30", simulated(ns, name, ofQueue("vanishing", "orders", constant("30")))).
		Assess("it scales to 3", reaches(ns, 3)).
		Assess("it says that the metric is not known", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			forget(ctx, t, cfg, ns, name)
			waitForProblem(ctx, t, cfg, ns, "FailedGetExternalMetric", "external metric vanishing is not known")
			return ctx
		}).
		Assess("and keeps 3", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			consistently(ctx, t, cfg, ns, "3 replicas and a problem", func(s scaling) bool { return s.is(3) && s.problem != "" })
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}
