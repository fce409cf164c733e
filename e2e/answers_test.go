package e2e

import (
	"context"
	"fmt"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/host/wait"
)

// answersAgree: whichever way and version a client asks, it gets the same
// values of the same objects, with the selector of its samples repeated.
func answersAgree() types.Feature {
	const ns, metric = "answers", "level"
	services := func(q question) question {
		q.kind, q.resource, q.namespace, q.metric = service, "services", ns, metric
		return q
	}
	of := func(name, value string, selector *metav1.LabelSelector) answer {
		return answer{corev1.ObjectReference{APIVersion: "v1", Kind: "Service", Namespace: ns, Name: name}, metric, selector, value}
	}
	gold := &metav1.LabelSelector{MatchLabels: map[string]string{"tier": "gold"}}
	notGold := &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
		{Key: "tier", Operator: metav1.LabelSelectorOpNotIn, Values: []string{"gold"}},
	}}
	feature := features.New("answers to a question").
		WithSetup("services", makeServices(ns, "a", "b", "c")).
		WithSetup("10500m for each of two, with labels", simulated(ns, "two", ofServices(metric, "10500m",
			v1alpha1.Objects{Selector: named("a", "b"), MetricLabels: map[string]string{"tier": "gold"}}))).
		WithSetup("7 for the third", simulated(ns, "third", ofServices(metric, "7", v1alpha1.Objects{Name: "c"}))).
		WithSetup("3 for a Deployment", deploymentOfValue(ns, metric, "3"))
	for _, row := range []struct {
		name string
		ask  question
		want []answer
	}{
		{"by name", services(question{name: "a"}), []answer{of("a", "10500m", nil)}},
		{"by selector", services(question{selector: "name in (a,c)"}), []answer{of("a", "10500m", nil), of("c", "7", nil)}},
		{"of all", services(question{}), []answer{of("a", "10500m", nil), of("b", "10500m", nil), of("c", "7", nil)}},
		{"of none", services(question{selector: "name=d"}), nil},
		{"by name and metric labels", services(question{name: "b", metricSelector: "tier=gold"}), []answer{of("b", "10500m", gold)}},
		{"by metric labels", services(question{metricSelector: "tier=gold"}), []answer{of("a", "10500m", gold), of("b", "10500m", gold)}},
		{"by other metric labels", services(question{metricSelector: "tier notin (gold)"}), []answer{of("c", "7", notGold)}},
		{"of a resource in a group",
			question{kind: schema.GroupKind{Group: "apps", Kind: "Deployment"}, resource: "deployments.apps", namespace: ns, name: "web", metric: metric},
			[]answer{{corev1.ObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Namespace: ns, Name: "web"}, metric, nil, "3"}}},
	} {
		feature.Assess(row.name, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			asks(ctx, t, cfg, row.ask, row.want...)
			return ctx
		})
	}
	return feature.
		Assess("an object has no sample with such labels", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			isRefused(ctx, t, cfg, services(question{name: "c", metricSelector: "tier=gold"}),
				`metric level has no sample of services answers/c that matches the metric label selector "tier=gold"`)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// isRefused waits until both versions say, both ways, that there is no such
// thing, in those words.
func isRefused(ctx context.Context, t *testing.T, cfg *envconf.Config, q question, want string) {
	t.Helper()
	raw := rawClient(t, restConfig(cfg))
	for _, version := range []string{"v1beta1", "v1beta2"} {
		client := customClientOf(t, cfg, version)
		err := wait.For(ctx, "a refusal of GET "+q.path(version), seenTimeout, poll, func(ctx context.Context) (bool, string, error) {
			var list map[string]any
			rawErr := autoscaling.Ask(ctx, raw, q.path(version), &list)
			_, typedErr := q.typed(client)
			done := apierrors.IsNotFound(rawErr) && apierrors.IsNotFound(typedErr) && messageOf(rawErr) == want && messageOf(typedErr) == want
			return done, fmt.Sprintf("the path: %v; the typed client: %v", rawErr, typedErr), nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// ofServices is a value of each service that objects pick.
func ofServices(metric, value string, objects v1alpha1.Objects) v1alpha1.SimulatedMetricSpec {
	objects.Resource = "services"
	return v1alpha1.SimulatedMetricSpec{Metric: metric, Objects: &objects, Simulation: constant(value)}
}

// named selects what makeServices has made under those names.
func named(names ...v1alpha1.LabelValue) *v1alpha1.Selector {
	return &v1alpha1.Selector{MatchExpressions: []v1alpha1.SelectorRequirement{
		{Key: "name", Operator: metav1.LabelSelectorOpIn, Values: names},
	}}
}

// deploymentOfValue makes a Deployment without pods that has a value.
func deploymentOfValue(ns, metric, value string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		var none int32
		err := cfg.Client().Resources().Create(ctx, &appsv1.Deployment{
			ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: workloadName},
			Spec: appsv1.DeploymentSpec{
				Replicas: &none,
				Selector: &metav1.LabelSelector{MatchLabels: workloadLabels},
				Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: workloadLabels}, Spec: idle()},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		simulate(ctx, t, cfg, ns, "deployment", v1alpha1.SimulatedMetricSpec{
			Metric: metric, Objects: &v1alpha1.Objects{Resource: "deployments.apps", Name: workloadName}, Simulation: constant(value),
		})
		return ctx
	}
}
