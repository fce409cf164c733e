package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
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

// definedTimeout is how long all may take to see that a resource has come or
// gone. The slowest is the HPA controller, which looks what there is every 30 s.
const definedTimeout = 90 * time.Second

var widget = schema.GroupKind{Group: "e2e.example.com", Kind: "Widget"}

const widgets = "widgets.e2e.example.com"

// customResourceIsDescribed: the adapter serves metrics of a resource that
// comes while it runs, goes, and comes back in another version.
func customResourceIsDescribed() types.Feature {
	const ns, metric, other = "custom-resource", "level", "other_level"
	of := func(version, name string) answer {
		return answer{corev1.ObjectReference{APIVersion: "e2e.example.com/" + version, Kind: "Widget", Namespace: ns, Name: name}, metric, nil, "20"}
	}
	byName := question{kind: widget, resource: widgets, namespace: ns, name: "a", metric: metric}
	bySelector := question{kind: widget, resource: widgets, namespace: ns, selector: "size=large", metric: metric}
	ofSomethingElse := question{kind: service, resource: "services", namespace: ns, name: workloadName, metric: other}
	return features.New("metrics of a custom resource").
		WithSetup("the adapter's right to watch it", letAdapterWatchWidgets).
		WithSetup("a workload of 10 a pod", makeWorkload(ns, onWidget("a", metric, "10"))).
		WithSetup("20 for each widget", simulated(ns, "widgets", v1alpha1.SimulatedMetricSpec{
			Metric: metric, Objects: &v1alpha1.Objects{Resource: widgets, Selector: &v1alpha1.Selector{}}, Simulation: constant("20"),
		})).
		WithSetup("7 for something else", simulated(ns, "service", ofService(other, constant("7")))).
		Assess("at first there is no such resource", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForAnswer(ctx, t, cfg, ofSomethingElse.path("v1beta2"))
			waitUntilNoWidgets(ctx, t, cfg, byName.path("v1beta2"), ofSomethingElse.path("v1beta2"))
			return ctx
		}).
		Assess("when it comes, it is read by name", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			makeWidgets(ctx, t, cfg, "v1", ns, map[string]string{"a": "large", "b": "small"})
			waitForAnswer(ctx, t, cfg, byName.path("v1beta2"))
			asks(ctx, t, cfg, byName, of("v1", "a"))
			return ctx
		}).
		Assess("and by selector", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			asks(ctx, t, cfg, bySelector, of("v1", "a"))
			return ctx
		}).
		Assess("an HPA scales on it", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForReplicas(ctx, t, cfg, ns, 2)
			return ctx
		}).
		Assess("when it goes, all say so, and the HPA keeps 2", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			removeWidgets(ctx, t, cfg)
			waitUntilNoWidgets(ctx, t, cfg, byName.path("v1beta2"), ofSomethingElse.path("v1beta2"))
			waitForProblem(ctx, t, cfg, ns, "FailedGetObjectMetric")
			consistently(ctx, t, cfg, ns, "2 replicas and a problem", func(s scaling) bool { return s.is(2) && s.problem != "" })
			return ctx
		}).
		Assess("when it comes back, it has its new version", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			makeWidgets(ctx, t, cfg, "v2", ns, map[string]string{"a": "large"})
			waitForAnswer(ctx, t, cfg, byName.path("v1beta2"))
			asks(ctx, t, cfg, byName, of("v2", "a"))
			return ctx
		}).
		WithTeardown("the resource", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			removeWidgets(ctx, t, cfg)
			return ctx
		}).
		WithTeardown("the right", forbidAdapterWidgets).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

func onWidget(name, metric, average string) autoscalingv2.MetricSpec {
	return autoscalingv2.MetricSpec{Type: autoscalingv2.ObjectMetricSourceType, Object: &autoscalingv2.ObjectMetricSource{
		DescribedObject: autoscalingv2.CrossVersionObjectReference{APIVersion: "e2e.example.com/v1", Kind: "Widget", Name: name},
		Metric:          autoscalingv2.MetricIdentifier{Name: metric}, Target: averageValue(average),
	}}
}

// waitForAnswer waits until a path is answered at all. What the adapter says
// until then depends on what it sees first: the right, the resource, the metric.
func waitForAnswer(ctx context.Context, t *testing.T, cfg *envconf.Config, path string) {
	t.Helper()
	client := rawClient(t, restConfig(cfg))
	err := wait.For(ctx, "an answer to GET "+path, definedTimeout, poll, func(ctx context.Context) (bool, string, error) {
		var list metav1.TypeMeta
		err := autoscaling.Ask(ctx, client, path, &list)
		return err == nil, "", err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// waitUntilNoWidgets waits for a NotFound that names the resource. No request
// may fail otherwise meanwhile, and none for another metric may fail at all.
func waitUntilNoWidgets(ctx context.Context, t *testing.T, cfg *envconf.Config, path, other string) {
	t.Helper()
	const want = "the API server has no resource " + widgets
	client := rawClient(t, restConfig(cfg))
	err := wait.For(ctx, "a NotFound: "+want, definedTimeout, poll, func(ctx context.Context) (bool, string, error) {
		var list metav1.TypeMeta
		if err := autoscaling.Ask(ctx, client, other, &list); err != nil && ctx.Err() == nil {
			t.Fatalf("another metric fails meanwhile: %v", err)
		}
		err := autoscaling.Ask(ctx, client, path, &list)
		if err != nil && !apierrors.IsNotFound(err) && ctx.Err() == nil {
			t.Fatalf("got %v, want a NotFound", err)
		}
		return messageOf(err) == want, fmt.Sprint(err), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
