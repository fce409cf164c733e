package e2e

import (
	"context"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/metric"
)

// valueIsSet and unset, by what `lab set` and `lab unset` do.
func valueIsSet() types.Feature {
	const ns = "set"
	target := metric.Target{Metric: "requests", Resource: "svc", Name: "web", Namespace: ns}
	return features.New("lab set").
		WithSetup("a service", makeServices(ns, "web")).
		Assess("a value that is set is read", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			if _, err := labMetrics().Set(ctx, target, resource.MustParse("10500m")); err != nil {
				t.Fatal(err)
			}
			waitForValue(ctx, t, ns, 10_500)
			return ctx
		}).
		Assess("and gone when it is unset", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			if _, err := labMetrics().Unset(ctx, target); err != nil {
				t.Fatal(err)
			}
			metrics := customClient.NamespacedMetrics(ns)
			err := wait.For(ctx, "the value to go", seenTimeout, poll, func(context.Context) (bool, string, error) {
				value, err := metrics.GetForObject(service, "web", "requests", everything)
				if apierrors.IsNotFound(err) {
					return true, "", nil
				}
				return false, value.Value.String(), err
			})
			if err != nil {
				t.Error(err)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

func labMetrics() *metric.Client {
	made := provider.Lab()
	return metric.NewClient(made.Name, made.Context, made.Clients)
}
