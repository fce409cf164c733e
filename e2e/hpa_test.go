package e2e

import (
	"context"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/manifest"
)

// hpaScalesUp: the HPA of the demo reads the adapter's metric through the API
// server, as its controller's own service account, and asks for more pods; they
// become ready.
func hpaScalesUp() types.Feature {
	const ns = "demo" // its Deployment and its HPA are called as those of the other features
	return features.New("HPA").
		WithSetup("demo", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			root, err := lifecycle.FindRoot()
			if err != nil {
				t.Fatal(err)
			}
			objects, err := manifest.Build(root, "demo", nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := manifest.Apply(ctx, clientsOf(t, cfg), objects); err != nil {
				t.Fatal(err)
			}
			return ctx
		}).
		Assess("it scales the demo up", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForScaling(ctx, t, cfg, ns, "three ready replicas", func(s scaling) bool { return s.ready >= 3 })
			return ctx
		}).
		Assess("each of its pods has the metric", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			list, err := customClient.NamespacedMetrics(ns).GetForObjects(pod, everything, "packets-per-second", everything)
			if err != nil {
				t.Fatal(err)
			}
			if len(list.Items) < 3 {
				t.Errorf("got %d values, want one for each of at least 3 pods", len(list.Items))
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}
