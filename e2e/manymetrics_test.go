package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
)

// hpaOnManyMetrics: an HPA reads metrics whose names only Kubernetes would take, as those
// of some adapters are. Beside others that fail it goes up, but not down.
func hpaOnManyMetrics() types.Feature {
	const ns = "hpa-many"
	always := resource.MustParse("1")
	failing := constant("10")
	failing.Faults = &v1alpha1.Faults{ErrorRate: &always, ErrorCode: 503, ErrorMessage: "the backend is down"}
	gone := constant("10")
	gone.Faults = &v1alpha1.Faults{Missing: true}

	works := map[string]v1alpha1.SimulatedMetricSpec{ // by the name of the declaration
		"pipe":   totalOfPods("requests|total", constant("40")),
		"comma":  ofService("p50,p99", constant("20")),
		"blank":  ofQueue("queue depth", "orders", constant("30")),
		"at":     ofQueue("jobs@batch", "orders", constant("10")),
		"accent": ofService("débit", constant("10")),
	}
	fails := map[string]v1alpha1.SimulatedMetricSpec{
		"error":   totalOfPods("failing", failing),
		"missing": ofService("missing", gone),
	}
	metrics := []autoscalingv2.MetricSpec{
		onPods("failing", "10"), onService("missing", "10"), onQueue("never declared", "orders", "10"),
		onPods("requests|total", "10"), onService("p50,p99", "10"), onQueue("queue depth", "orders", "10"),
		onQueue("jobs@batch", "orders", "10"), onService("débit", "10"),
	}
	feature := features.New("HPA on metrics of all names, of which three fail").
		WithSetup("a workload of 10 a pod of each", makeWorkload(ns, metrics...))
	for name, spec := range works {
		feature.WithSetup(name, simulated(ns, name, spec))
	}
	for name, spec := range fails {
		feature.WithSetup(name, simulated(ns, name, spec))
	}
	return feature.
		Assess("it scales up to 4, as the highest of those that work wants", reaches(ns, 4)).
		Assess("it reads the five that work", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			want := []string{"débit", "jobs@batch", "p50,p99", "queue depth", "requests|total"}
			err := wait.For(ctx, "the metrics in the status", scaleTimeout, poll, func(ctx context.Context) (bool, string, error) {
				var hpa autoscalingv2.HorizontalPodAutoscaler
				if err := cfg.Client().Resources().Get(ctx, workloadName, ns, &hpa); err != nil {
					return false, "", err
				}
				diff := cmp.Diff(want, namesOf(hpa.Status.CurrentMetrics))
				return diff == "", "(-want +got)\n" + diff, nil
			})
			if err != nil {
				t.Error(err)
			}
			return ctx
		}).
		Assess("it does not scale down while three fail", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for name, spec := range works {
				spec.Simulation = constant("10")
				simulate(ctx, t, cfg, ns, name, spec)
			}
			waitForProblem(ctx, t, cfg, ns, "FailedGetPodsMetric", "the backend is down")
			consistently(ctx, t, cfg, ns, "4 replicas and a problem", func(s scaling) bool { return s.is(4) && s.problem != "" })
			return ctx
		}).
		Assess("it does when they work again", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, "error", totalOfPods("failing", constant("10")))
			simulate(ctx, t, cfg, ns, "missing", ofService("missing", constant("10")))
			simulate(ctx, t, cfg, ns, "declared", ofQueue("never declared", "orders", constant("10")))
			waitForReplicas(ctx, t, cfg, ns, 1)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// namesOf are the names of the metrics that an HPA has read, in order.
func namesOf(metrics []autoscalingv2.MetricStatus) []string {
	var names []string
	for _, metric := range metrics {
		switch {
		case metric.Pods != nil:
			names = append(names, metric.Pods.Metric.Name)
		case metric.Object != nil:
			names = append(names, metric.Object.Metric.Name)
		case metric.External != nil:
			names = append(names, metric.External.Metric.Name)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// hpaScalesToZero: a metric that is not about the pods is read while there are none.
func hpaScalesToZero() types.Feature {
	const ns, name = "hpa-zero", "load"
	return features.New("HPA with minReplicas 0").
		WithSetup("a workload of 10 a pod", makeWorkload(ns, onQueue("depth", "orders", "10"))).
		WithSetup("a minimum of 0", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			err := wait.For(ctx, "the HPA to take minReplicas 0", scaleTimeout, poll, func(ctx context.Context) (bool, string, error) {
				var hpa autoscalingv2.HorizontalPodAutoscaler
				if err := cfg.Client().Resources().Get(ctx, workloadName, ns, &hpa); err != nil {
					return false, "", err
				}
				hpa.Spec.MinReplicas = new(int32)
				err := cfg.Client().Resources().Update(ctx, &hpa)
				return err == nil, fmt.Sprint(err), nil // its controller may have written in between
			})
			if err != nil {
				t.Fatal(err)
			}
			return ctx
		}).
		WithSetup("nothing in the queue", simulated(ns, name, ofQueue("depth", "orders", constant("0")))).
		Assess("it scales down to 0", reaches(ns, 0)).
		Assess("and up to 2 when the value is 20", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, name, ofQueue("depth", "orders", constant("20")))
			waitForReplicas(ctx, t, cfg, ns, 2)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}
