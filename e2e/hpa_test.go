package e2e

import (
	"context"
	"fmt"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/scripts/lab/lab"
	"example.com/metrics-lab/scripts/lab/manifest"
	"example.com/metrics-lab/scripts/lab/wait"
)

// hpaScalesUp: the HPA of the demo reads the adapter's metric through the API
// server, as its controller's own service account, and asks for more pods; they
// become ready.
func hpaScalesUp() types.Feature {
	const ns, name = "demo", "web"
	return features.New("HPA").
		WithSetup("demo", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			root, err := lab.FindRoot()
			if err != nil {
				t.Fatal(err)
			}
			objects, err := manifest.Build(root, "demo", nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := manifest.Apply(ctx, restConfig(t, cfg), objects); err != nil {
				t.Fatal(err)
			}
			return ctx
		}).
		Assess("it scales the demo up", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			resources := cfg.Client().Resources(ns)
			err := wait.For(ctx, "three ready replicas", scaleTimeout, poll, func(ctx context.Context) (bool, string, error) {
				var hpa autoscalingv2.HorizontalPodAutoscaler
				if err := resources.Get(ctx, name, ns, &hpa); err != nil {
					return false, "", err
				}
				var workload appsv1.Deployment
				if err := resources.Get(ctx, name, ns, &workload); err != nil {
					return false, "", err
				}
				seen := fmt.Sprintf("%d ready replicas, HPA %+v", workload.Status.ReadyReplicas, hpa.Status)
				return workload.Status.ReadyReplicas >= 3 && hpa.Status.LastScaleTime != nil, seen, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return ctx
		}).
		Assess("each of its pods has the metric", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			list, err := customClient(t, cfg).NamespacedMetrics(ns).GetForObjects(pod, everything, "packets-per-second", everything)
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
