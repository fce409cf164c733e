package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/klient/k8s/resources"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

// adapterIsKilled: values are as before when it is back, since it holds none
// that are not declared.
func adapterIsKilled() types.Feature {
	const ns = "killed"
	before := map[string]int64{"constant": 42_000, "steps": 7_000}
	return features.New("adapter is killed").
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("a constant", simulated(ns, "constant", ofQueue("constant", "orders", constant("42")))).
		WithSetup("a curve that has ended", simulated(ns, "steps", ofQueue("steps", "orders", v1alpha1.Simulation{
			StartTime: &metav1.Time{Time: time.Now().Add(-time.Hour)}, Curve: []v1alpha1.Point{at(0, "1"), at(time.Second, "7")},
		}))).
		Assess("values at first", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForValues(ctx, t, cfg, ns, before)
			return ctx
		}).
		Assess("and when it is back", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			killAdapter(ctx, t, cfg)
			waitForValues(ctx, t, cfg, ns, before)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// killAdapter returns when another one serves. On a kind cluster it is the
// Deployment that starts it.
func killAdapter(ctx context.Context, t *testing.T, cfg *envconf.Config) {
	t.Helper()
	if provider.Kind() == lifecycle.Embedded {
		if err := provider.KillAdapter(ctx); err != nil {
			t.Fatal(err)
		}
		if err := provider.Repair(ctx); err != nil {
			t.Fatal(err)
		}
		return
	}
	killed := adapterPods(ctx, t, cfg)[0]
	if err := cfg.Client().Resources().Delete(ctx, &killed, resources.WithGracePeriod(0)); err != nil {
		t.Fatal(err)
	}
	waitForAdapterPods(ctx, t, cfg, 1, killed.Name)
}

// waitForValues waits until external metrics have those values, in milli-units.
func waitForValues(ctx context.Context, t *testing.T, cfg *envconf.Config, ns string, want map[string]int64) {
	t.Helper()
	err := wait.For(ctx, "the values", rolloutTimeout, poll, func(context.Context) (bool, string, error) {
		got := map[string]int64{}
		for metric := range want {
			list, err := externalClient(t, cfg).NamespacedMetrics(ns).List(metric, everything)
			if err != nil {
				return false, "", err
			}
			for _, item := range list.Items {
				got[metric] += item.Value.MilliValue()
			}
		}
		diff := cmp.Diff(want, got)
		return diff == "", diff, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
