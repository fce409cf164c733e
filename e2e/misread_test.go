package e2e

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apitypes "k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/e2e-framework/klient/k8s"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// misread are values that the HPA controller takes for others, with the replicas to which it then goes from 3. Lesson 5
// tells of them. Sources: GetExternalPerPodMetricReplicas, calcPlainMetricReplicas and GetObjectPerPodMetricReplicas in
// https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/controller/podautoscaler/replica_calculator.go
var misread = []struct {
	ns, name string
	pods     func() corev1.PodSpec
	metric   autoscalingv2.MetricSpec
	declared map[string]v1alpha1.SimulatedMetricSpec // by name, in whose order series are answered
	want     int32
}{
	{
		ns: "misread-negative", name: "a negative sum is an overflow: to the maximum", pods: gated, want: 20,
		metric:   onQueue("depth", "orders", "10"),
		declared: map[string]v1alpha1.SimulatedMetricSpec{"a": ofNegativeQueue("-1")},
	},
	{
		ns: "misread-first", name: "so is a sum that begins negative", pods: gated, want: 20,
		metric:   onQueue("depth", "orders", "10"),
		declared: map[string]v1alpha1.SimulatedMetricSpec{"a": ofNegativeQueue("-1"), "b": ofTwin("41")},
	},
	{
		ns: "misread-last", name: "but not one that ends with what is negative", pods: gated, want: 4,
		metric:   onQueue("depth", "orders", "10"),
		declared: map[string]v1alpha1.SimulatedMetricSpec{"b": ofNegativeQueue("-1"), "a": ofTwin("41")},
	},
	{
		ns: "misread-pods-negative", name: "negative samples of pods are no load: to the minimum", pods: idle, want: 1,
		metric:   onPods("requests", "10"),
		declared: map[string]v1alpha1.SimulatedMetricSpec{"a": totalOfPods("requests", constant("-30"))},
	},
	{
		ns: "misread-pods-sum", name: "a sum of samples that 64 bits cannot hold wraps around", pods: idle, want: 1,
		metric:   onPods("requests", "1P"),
		declared: map[string]v1alpha1.SimulatedMetricSpec{"a": ofEachPod("requests", "9P")},
	},
	{
		ns: "misread-pods-ratio", name: "2^31 times the target is less than none", pods: idle, want: beyondInt32(1, 20),
		metric:   onPods("requests", "100m"),
		declared: map[string]v1alpha1.SimulatedMetricSpec{"a": ofEachPod("requests", "1G")},
	},
	{
		ns: "misread-object-ratio", name: "so it is of an object with an averageValue", pods: idle, want: beyondInt32(1, 20),
		metric:   onService("requests", "100m"),
		declared: map[string]v1alpha1.SimulatedMetricSpec{"a": ofService("requests", constant("1G"))},
	},
}

// beyondInt32 is what becomes of a number that Go leaves to the processor: amd64 makes the smallest of it, others the
// largest. Source: https://go.dev/ref/spec#Conversions
func beyondInt32(smallest, largest int32) int32 {
	if runtime.GOARCH == "amd64" {
		return smallest
	}
	return largest
}

// valuesAreMisread: the lab shows what an HPA does with each of them.
func valuesAreMisread() types.Feature {
	feature := features.New("values that the controller misreads")
	for _, row := range misread {
		feature.WithSetup(row.name, makeWorkloadOf(row.pods(), row.ns, []autoscalingv2.MetricSpec{row.metric}, atOnce())).
			WithSetup("3 replicas", replicas(row.ns, 3))
		for name, spec := range row.declared {
			feature.WithSetup(name, simulated(row.ns, name, spec))
		}
	}
	for _, row := range misread {
		feature.Assess(row.name, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForScaling(ctx, t, cfg, row.ns, "the HPA to act", func(s scaling) bool { return s.asked == row.want && s.problem == "" })
			return ctx
		}).WithTeardown("namespace", deleteNamespace(row.ns))
	}
	return feature.Feature()
}

// replicas sets those of the workload, which its HPA keeps while it has no value.
func replicas(ns string, n int32) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		workload := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: workloadName}}
		patch := k8s.Patch{PatchType: apitypes.MergePatchType, Data: fmt.Appendf(nil, `{"spec":{"replicas":%d}}`, n)}
		if err := cfg.Client().Resources().Patch(ctx, workload, patch); err != nil {
			t.Fatal(err)
		}
		waitForScaling(ctx, t, cfg, ns, fmt.Sprintf("%d replicas", n), func(s scaling) bool { return s.asked == n })
		return ctx
	}
}

// ofNegativeQueue is a series that may be negative, and ofTwin one more of the same queue.
func ofNegativeQueue(value string) v1alpha1.SimulatedMetricSpec {
	spec := ofQueue("depth", "orders", constant(value))
	spec.External.AllowNegative = true
	return spec
}

func ofTwin(value string) v1alpha1.SimulatedMetricSpec {
	spec := ofQueue("depth", "orders", constant(value))
	spec.External.Labels["twin"] = "yes"
	return spec
}

func ofEachPod(metric, value string) v1alpha1.SimulatedMetricSpec {
	spec := totalOfPods(metric, constant(value))
	spec.Share = v1alpha1.Each
	return spec
}
