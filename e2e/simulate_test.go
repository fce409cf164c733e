package e2e

import (
	"context"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// simulate declares a metric, or changes what was declared under that name.
func simulate(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name string, spec v1alpha1.SimulatedMetricSpec) {
	t.Helper()
	err := simulations(t, cfg).Apply(ctx, &v1alpha1.SimulatedMetric{
		TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: "SimulatedMetric"},
		ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name},
		Spec:       spec,
	}, "e2e")
	if err != nil {
		t.Fatal(err)
	}
}

// simulated is simulate as a step.
func simulated(ns, name string, spec v1alpha1.SimulatedMetricSpec) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		simulate(ctx, t, cfg, ns, name, spec)
		return ctx
	}
}

// forget deletes what was declared under that name.
func forget(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name string) {
	t.Helper()
	err := simulations(t, cfg).Delete(ctx, &v1alpha1.SimulatedMetric{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name}})
	if err != nil {
		t.Fatal(err)
	}
}

func simulations(t *testing.T, cfg *envconf.Config) *client.Client {
	t.Helper()
	return clientsOf(t, cfg).Declarations
}

// constant is a value that stays.
func constant(value string) v1alpha1.Simulation {
	quantity := resource.MustParse(value)
	return v1alpha1.Simulation{Value: &quantity}
}

// totalOfPods is shared by the pods of the workload.
func totalOfPods(metric string, simulation v1alpha1.Simulation) v1alpha1.SimulatedMetricSpec {
	return v1alpha1.SimulatedMetricSpec{
		Metric:     metric,
		Objects:    &v1alpha1.Objects{Resource: "pods", Selector: &v1alpha1.Selector{MatchLabels: map[string]v1alpha1.LabelValue{"app": workloadName}}},
		Share:      v1alpha1.Total,
		Simulation: simulation,
	}
}

// ofService is about the service of the workload.
func ofService(metric string, simulation v1alpha1.Simulation) v1alpha1.SimulatedMetricSpec {
	return v1alpha1.SimulatedMetricSpec{
		Metric:     metric,
		Objects:    &v1alpha1.Objects{Resource: "services", Name: workloadName},
		Simulation: simulation,
	}
}

// ofQueue is about one series of an external metric.
func ofQueue(metric, queue string, simulation v1alpha1.Simulation) v1alpha1.SimulatedMetricSpec {
	return v1alpha1.SimulatedMetricSpec{
		Metric:     metric,
		External:   &v1alpha1.External{Labels: map[string]string{"queue": queue}},
		Simulation: simulation,
	}
}
