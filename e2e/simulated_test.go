package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/metrics/pkg/apis/external_metrics/v1beta1"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
)

// curveIsFollowed: each value is that of the curve at the time that the answer
// says, which has seconds.
func curveIsFollowed() types.Feature {
	const ns = "curve"
	// Not now, which is when the declaration is made, and the default.
	start := metav1.NewTime(time.Now().Add(-10 * time.Minute).Truncate(time.Second))
	return features.New("curve").
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("10 more a second", simulated(ns, "rise", ofQueue("rise", "orders", v1alpha1.Simulation{
			StartTime: &start, Curve: []v1alpha1.Point{at(0, "0"), at(time.Hour, "36000")},
		}))).
		Assess("values are those of their time, and grow", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForMetric(ctx, t, cfg, ns, "rise")
			var last int64
			for seen := map[time.Time]bool{}; len(seen) < 3; {
				series := readSeries(t, cfg, ns, "rise")
				value, seconds := series.Value.MilliValue(), series.Timestamp.Sub(start.Time)/time.Second
				from, to := int64(seconds)*10_000, int64(seconds+1)*10_000
				if value < from || value >= to || value < last {
					t.Fatalf("%dm at second %d, after %dm: want from %dm to %dm, and no less than before", value, seconds, last, from, to)
				}
				last = value
				seen[series.Timestamp.Time] = true
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// readSeries reads the one series of an external metric.
func readSeries(t *testing.T, cfg *envconf.Config, ns, metric string) v1beta1.ExternalMetricValue {
	t.Helper()
	list, err := externalClient(t, cfg).NamespacedMetrics(ns).List(metric, everything)
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Items) != 1 {
		t.Fatalf("got %d series, want 1", len(list.Items))
	}
	return list.Items[0]
}

// waitForMetric waits until the adapter knows an external metric that was
// declared, whatever it answers for it: it watches, so it is a moment behind.
func waitForMetric(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, metric string) {
	t.Helper()
	err := wait.For(ctx, "the adapter to know "+metric, seenTimeout, poll, func(context.Context) (bool, string, error) {
		_, err := externalClient(t, cfg).NamespacedMetrics(ns).List(metric, everything)
		if err != nil && strings.Contains(err.Error(), "is not known") {
			return false, "", err
		}
		return true, "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// faultsAreSeenByClients: each kind of fault, as a client of the API sees it.
func faultsAreSeenByClients() types.Feature {
	const ns = "faults"
	always := resource.MustParse("1")
	feature := features.New("faults").WithSetup("a namespace", makeServices(ns))
	for _, row := range []struct {
		metric string
		faults v1alpha1.Faults
		check  func(t *testing.T, took time.Duration, value v1beta1.ExternalMetricValue, err error)
	}{
		{"failing", v1alpha1.Faults{ErrorRate: &always, ErrorCode: 429, ErrorMessage: "slow down"},
			func(t *testing.T, _ time.Duration, _ v1beta1.ExternalMetricValue, err error) {
				if !apierrors.IsTooManyRequests(err) || !strings.Contains(err.Error(), "slow down") {
					t.Errorf("got %v, want the declared error", err)
				}
			}},
		{"slow", v1alpha1.Faults{Latency: &metav1.Duration{Duration: 300 * time.Millisecond}},
			func(t *testing.T, took time.Duration, _ v1beta1.ExternalMetricValue, err error) {
				if err != nil || took < 300*time.Millisecond {
					t.Errorf("it took %s (%v), want 300ms or more", took, err)
				}
			}},
		{"stale", v1alpha1.Faults{StaleFor: &metav1.Duration{Duration: time.Hour}},
			func(t *testing.T, _ time.Duration, value v1beta1.ExternalMetricValue, err error) {
				if age := time.Since(value.Timestamp.Time); err != nil || age < time.Hour-time.Minute || age > time.Hour+time.Minute {
					t.Errorf("it was measured %s ago (%v), want an hour", age, err)
				}
			}},
		{"missing", v1alpha1.Faults{Missing: true},
			func(t *testing.T, _ time.Duration, _ v1beta1.ExternalMetricValue, err error) {
				if !apierrors.IsNotFound(err) || !strings.Contains(err.Error(), "has no sample") {
					t.Errorf("got %v, want that there is no sample", err)
				}
			}},
	} {
		feature.Assess(row.metric, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulation := constant("7")
			simulation.Faults = &row.faults
			simulate(ctx, t, cfg, ns, row.metric, ofQueue(row.metric, "orders", simulation))
			waitForMetric(ctx, t, cfg, ns, row.metric)
			asked := time.Now()
			list, err := externalClient(t, cfg).NamespacedMetrics(ns).List(row.metric, everything)
			var value v1beta1.ExternalMetricValue
			if err == nil && len(list.Items) == 1 {
				value = list.Items[0]
			}
			row.check(t, time.Since(asked), value, err)
			return ctx
		})
	}
	return feature.WithTeardown("namespace", deleteNamespace(ns)).Feature()
}

// declarationsInConflict: two values for one series are an error that names
// both who declare them.
func declarationsInConflict() types.Feature {
	const ns = "conflict"
	return features.New("two values for one series").
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("one", simulated(ns, "one", ofQueue("contested", "orders", constant("1")))).
		WithSetup("another", simulated(ns, "another", ofQueue("contested", "orders", constant("2")))).
		Assess("are an error that names both", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			err := wait.For(ctx, "the error", seenTimeout, poll, func(context.Context) (bool, string, error) {
				_, err := externalClient(t, cfg).NamespacedMetrics(ns).List("contested", everything)
				if apierrors.IsConflict(err) && strings.Contains(err.Error(), "SimulatedMetric conflict/another and from SimulatedMetric conflict/one") {
					return true, "", nil
				}
				return false, "no error", err
			})
			if err != nil {
				t.Error(err)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// declarationsAreChecked by the API server, which says what to write. The
// rules themselves have a test beside them.
func declarationsAreChecked() types.Feature {
	const ns = "checked"
	feature := features.New("declarations").WithSetup("a namespace", makeServices(ns))
	for _, row := range []struct {
		name, want string
		spec       v1alpha1.SimulatedMetricSpec
	}{
		{"value and curve", "write one of value, such as", ofQueue("m", "q", v1alpha1.Simulation{
			Value: constant("1").Value, Curve: []v1alpha1.Point{at(0, "1")},
		})},
	} {
		feature.Assess(row.name+" is refused", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			err := simulations(t, cfg).Apply(ctx, &v1alpha1.SimulatedMetric{
				TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: "SimulatedMetric"},
				ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: "bad"},
				Spec:       row.spec,
			}, "e2e")
			if !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want it refused with %q", err, row.want)
			}
			return ctx
		})
	}
	return feature.WithTeardown("namespace", deleteNamespace(ns)).Feature()
}

// clusterDeclaration: a root-scoped object, by name and by selector.
func clusterDeclaration() types.Feature {
	const ns, metric = "cluster-declaration", "tenants"
	declaration := &v1alpha1.ClusterSimulatedMetric{
		TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: "ClusterSimulatedMetric"},
		ObjectMeta: metav1.ObjectMeta{Name: "e2e-tenants"},
		Spec: v1alpha1.ClusterSimulatedMetricSpec{
			Metric: metric,
			Objects: v1alpha1.Objects{Resource: "namespaces", Selector: &v1alpha1.Selector{
				MatchLabels: map[string]v1alpha1.LabelValue{"kubernetes.io/metadata.name": v1alpha1.LabelValue(ns)},
			}},
			Simulation: constant("10500m"),
		},
	}
	return features.New("declaration of root-scoped objects").
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("a declaration", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			if err := simulations(t, cfg).Apply(ctx, declaration, "e2e"); err != nil {
				t.Fatal(err)
			}
			return ctx
		}).
		Assess("the namespace has the value", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			err := wait.For(ctx, "10500m", seenTimeout, poll, func(context.Context) (bool, string, error) {
				value, err := customClient.RootScopedMetrics().GetForObject(namespace, ns, metric, everything)
				if err != nil {
					return false, "", err
				}
				return milli(value) == 10_500, value.Value.String(), nil
			})
			if err != nil {
				t.Error(err)
			}
			return ctx
		}).
		WithTeardown("declaration", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			if err := simulations(t, cfg).Delete(ctx, declaration); err != nil {
				t.Error(err)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}
