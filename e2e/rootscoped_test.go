package e2e

import (
	"context"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

var node = schema.GroupKind{Kind: "Node"}

// answersOfRootScopedObjectsAgree: nodes and namespaces are asked for by other
// paths than what is in namespaces, and namespaces by one of their own.
func answersOfRootScopedObjectsAgree() types.Feature {
	const ns, metric = "root-answers", "e2e_level"
	ofNodes := v1alpha1.Objects{Resource: "nodes", Selector: &v1alpha1.Selector{}}
	ofNamespace := v1alpha1.Objects{Resource: "namespaces", Name: ns}
	return features.New("answers of root-scoped objects").
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("10500m for each node", clusterSimulated("e2e-level-nodes", metric, ofNodes, "10500m")).
		WithSetup("7 for a namespace", clusterSimulated("e2e-level-namespace", metric, ofNamespace, "7")).
		Assess("nodes", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			var nodes corev1.NodeList
			if err := cfg.Client().Resources().List(ctx, &nodes); err != nil {
				t.Fatal(err)
			}
			var all []answer // in order of their names, as the API server lists them
			for _, n := range nodes.Items {
				one := answer{corev1.ObjectReference{APIVersion: "v1", Kind: "Node", Name: n.Name}, metric, nil, "10500m"}
				asks(ctx, t, cfg, question{kind: node, resource: "nodes", name: n.Name, metric: metric}, one)
				all = append(all, one)
			}
			asks(ctx, t, cfg, question{kind: node, resource: "nodes", metric: metric}, all...)
			return ctx
		}).
		Assess("a namespace", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			asks(ctx, t, cfg, question{kind: namespace, resource: "namespaces", name: ns, metric: metric},
				answer{corev1.ObjectReference{APIVersion: "v1", Kind: "Namespace", Name: ns}, metric, nil, "7"})
			return ctx
		}).
		Assess("namespaces by selector", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			asks(ctx, t, cfg, question{kind: namespace, resource: "namespaces", selector: "kubernetes.io/metadata.name=" + ns, metric: metric},
				answer{corev1.ObjectReference{APIVersion: "v1", Kind: "Namespace", Name: ns}, metric, nil, "7"})
			return ctx
		}).
		WithTeardown("declarations", forgetCluster("e2e-level-nodes", "e2e-level-namespace")).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// clusterSimulated declares a constant of root-scoped objects.
func clusterSimulated(name, metric string, objects v1alpha1.Objects, value string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		err := simulations(t, cfg).Apply(ctx, &v1alpha1.ClusterSimulatedMetric{
			TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: "ClusterSimulatedMetric"},
			ObjectMeta: metav1.ObjectMeta{Name: name},
			Spec:       v1alpha1.ClusterSimulatedMetricSpec{Metric: metric, Objects: objects, Simulation: constant(value)},
		}, "e2e")
		if err != nil {
			t.Fatal(err)
		}
		return ctx
	}
}

// forgetCluster deletes what clusterSimulated has declared.
func forgetCluster(names ...string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		for _, name := range names {
			err := simulations(t, cfg).Delete(ctx, &v1alpha1.ClusterSimulatedMetric{ObjectMeta: metav1.ObjectMeta{Name: name}})
			if err != nil {
				t.Error(err)
			}
		}
		return ctx
	}
}
