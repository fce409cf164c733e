package e2e

import (
	"context"
	"flag"
	"fmt"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/hostile"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

var hostileDeclarations = flag.Uint64("hostile-declarations", 120, "how many declarations are made that are right, nearly so, or make no sense")

// declarationsOfNoGoodWill: the API server refuses them and says so, or the adapter says what becomes of them. The metrics
// of others are answered all the while.
func declarationsOfNoGoodWill() types.Feature {
	const ns = "hostile-declarations"
	var accepted []string
	return features.New("declarations of no good will").
		WithSetup("a service", makeServices(ns, "web")).
		WithSetup("a metric that is meant well", simulated(ns, "witness", ofQueue("witness", "orders", constant("7")))).
		Assess("are refused or accepted", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			all, err := dynamic.NewForConfig(restConfig(cfg))
			if err != nil {
				t.Fatal(err)
			}
			declared := all.Resource(v1alpha1.GroupVersion().WithResource(client.SimulatedMetrics)).Namespace(ns)
			for i := range *hostileDeclarations {
				seed, name := *hostileSeed+i, fmt.Sprintf("d-%d", i)
				object := &unstructured.Unstructured{Object: map[string]any{"spec": hostile.NewSpec(hostile.From(seed), hostile.SimulatedMetric)}}
				object.SetGroupVersionKind(v1alpha1.GroupVersion().WithKind(hostile.SimulatedMetric))
				object.SetName(name)
				switch _, err := declared.Create(ctx, object, metav1.CreateOptions{}); {
				case err == nil:
					accepted = append(accepted, name)
				case !apierrors.IsInvalid(err) && !apierrors.IsBadRequest(err):
					t.Errorf("seed %d, %v: %v", seed, object.Object["spec"], err)
				}
			}
			if len(accepted) == 0 || len(accepted) == int(*hostileDeclarations) {
				t.Errorf("%d of %d were accepted", len(accepted), *hostileDeclarations)
			}
			return ctx
		}).
		Assess("the status says what becomes of them", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, name := range accepted {
				becomes(ctx, t, cfg, simulatedMetric(ns, name), "")
			}
			return ctx
		}).
		Assess("the one that is meant well has its value", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForValues(ctx, t, cfg, ns, map[string]int64{"witness": 7_000})
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}
