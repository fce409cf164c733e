package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	custommetricsv1beta2 "k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// everything selects each object, and each series of a metric.
var everything = labels.Everything()

// metricByName: it grows by 100m at each read, and says what it describes.
func metricByName() types.Feature {
	const ns = "by-name"
	return features.New("custom metric by name").
		WithSetup("a service", makeServices(ns, "web")).
		Assess("it grows by 100m", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			metrics := customClient.NamespacedMetrics(ns)
			first, err := metrics.GetForObject(service, "web", "connections-per-second", everything)
			if err != nil {
				t.Fatal(err)
			}
			second, err := metrics.GetForObject(service, "web", "connections-per-second", everything)
			if err != nil {
				t.Fatal(err)
			}
			if got := milli(second) - milli(first); got != 100 {
				t.Errorf("it grew by %dm, want 100m", got)
			}
			want := corev1.ObjectReference{Kind: "Service", Namespace: ns, Name: "web", APIVersion: "v1"}
			if diff := cmp.Diff(want, second.DescribedObject); diff != "" {
				t.Errorf("described object (-want +got):\n%s", diff)
			}
			if age := time.Since(second.Timestamp.Time); age < -2*time.Second || age > time.Minute {
				t.Errorf("it was measured %s ago, want now", age)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// metricBySelector: the total is shared by the objects that match.
func metricBySelector() types.Feature {
	const ns = "by-selector"
	return features.New("custom metric by selector").
		WithSetup("services", makeServices(ns, "a", "b", "c", "other")).
		Assess("three of four share the total", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			metrics := customClient.NamespacedMetrics(ns)
			one, err := metrics.GetForObject(service, "a", "connections-per-second", everything)
			if err != nil {
				t.Fatal(err)
			}
			selector, err := labels.Parse("name in (a, b, c)")
			if err != nil {
				t.Fatal(err)
			}
			list, err := metrics.GetForObjects(service, selector, "connections-per-second", everything)
			if err != nil {
				t.Fatal(err)
			}
			total := milli(one)/100 + 1 // by name it is the total times 100m; this was the next read
			want := map[string]int64{}
			for _, name := range []string{"a", "b", "c"} {
				want[name] = 100 * total / 3 * 100
			}
			got := map[string]int64{}
			for _, item := range list.Items {
				got[item.DescribedObject.Name] = milli(&item)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("milli-units of each service (-want +got):\n%s", diff)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// metricOfRootScopedObjects: namespaces have a path of their own.
func metricOfRootScopedObjects() types.Feature {
	const ns = "root-scoped"
	return features.New("custom metric of root-scoped objects").
		WithSetup("a namespace", makeServices(ns)).
		Assess("by name", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			value, err := customClient.RootScopedMetrics().GetForObject(namespace, ns, "work-queue-length", everything)
			if err != nil {
				t.Fatal(err)
			}
			want := corev1.ObjectReference{Kind: "Namespace", Name: ns, APIVersion: "v1"}
			if diff := cmp.Diff(want, value.DescribedObject); diff != "" {
				t.Errorf("described object (-want +got):\n%s", diff)
			}
			if milli(value) <= 0 || milli(value)%100 != 0 {
				t.Errorf("it is %s, want a multiple of 100m", value.Value.String())
			}
			return ctx
		}).
		Assess("by selector", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			// k8s.io/metrics' client refuses to ask for several namespaces; the API does not.
			var list custommetricsv1beta2.MetricValueList
			get(ctx, t, cfg, "/apis/custom.metrics.k8s.io/v1beta2/namespaces/*/metrics/work-queue-length?"+
				"labelSelector=kubernetes.io/metadata.name%3D"+ns, &list)
			if len(list.Items) != 1 || list.Items[0].DescribedObject.Name != ns {
				t.Errorf("got %+v, want the one namespace %s", list.Items, ns)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// metricsThatAreNotThere: each is NotFound and says what is missing.
func metricsThatAreNotThere() types.Feature {
	const ns = "not-there"
	feature := features.New("custom metrics that are not there").
		WithSetup("a service", makeServices(ns, "web"))
	for _, row := range []struct{ name, object, metric, want string }{
		{"a metric that is not known", "web", "nonsense",
			"metric nonsense is not known for namespaced services; known: services/connections-per-second (namespaced)"},
		{"an object that does not exist", "gone", "connections-per-second",
			"services not-there/gone does not exist, so it has no metric connections-per-second"},
	} {
		feature.Assess(row.name, func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			_, err := customClient.NamespacedMetrics(ns).GetForObject(service, row.object, row.metric, everything)
			if !apierrors.IsNotFound(err) {
				t.Fatalf("got %v, want a NotFound", err)
			}
			if err.Error() != row.want {
				t.Errorf("it says %q, want %q", err, row.want)
			}
			return ctx
		})
	}
	return feature.WithTeardown("namespace", deleteNamespace(ns)).Feature()
}

// makeServices makes a namespace with services of those names, each with its
// name as a label.
func makeServices(ns string, names ...string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		resources := cfg.Client().Resources()
		if err := resources.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: ns}}); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			err := resources.Create(ctx, &corev1.Service{
				ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name, Labels: labels.Set{"name": name}},
				Spec:       corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}}},
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		return waitForObjects(ctx, t, ns, names)
	}
}

// deleteNamespace leaves the namespace of a feature that failed as it is, for
// the artifacts. The lab goes with it in the end.
func deleteNamespace(ns string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		if t.Failed() {
			return ctx
		}
		err := cfg.Client().Resources().Delete(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: ns}})
		if err != nil {
			t.Error(err)
		}
		return ctx
	}
}
