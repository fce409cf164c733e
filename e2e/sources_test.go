package e2e

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
)

// sourcesOfOneMetric: whoever declares a metric of the walkthrough about one object, or
// in one namespace, takes it away from no other object and no other namespace.
func sourcesOfOneMetric() types.Feature {
	const ns, other, metric = "two-sources", "one-source", "connections-per-second"
	mine := series{map[string]string{"queue": "mine"}, "7"}
	return features.New("two sources of one metric").
		WithSetup("services", makeServices(ns, "declared", workloadName)).
		WithSetup("services of another namespace", makeServices(other, workloadName)).
		WithSetup("a value of one of them", simulated(ns, "one", v1alpha1.SimulatedMetricSpec{
			Metric: metric, Objects: &v1alpha1.Objects{Resource: "services", Name: "declared"}, Simulation: constant("77m"),
		})).
		WithSetup("a series", simulated(ns, "series", ofQueue("queue-messages", "mine", constant(mine.Value)))).
		Assess("the namespace has its own series", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForSeries(ctx, t, cfg, ns, "queue-messages", "", []series{mine})
			return ctx
		}).
		Assess("the other has those of the walkthrough", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForSeries(ctx, t, cfg, other, "queue-messages", "", []series{invoices, orders, premium})
			return ctx
		}).
		Assess("the object has its value, and all others have theirs", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			want := map[string]map[string]bool{ns: {"declared": true, workloadName: false}, other: {workloadName: false}}
			err := wait.For(ctx, "the values", seenTimeout, poll, func(context.Context) (bool, string, error) {
				got := map[string]map[string]bool{}
				for _, ns := range []string{ns, other} {
					var err error
					if got[ns], err = isDeclared(t, ns, metric); err != nil {
						return false, "", err
					}
				}
				diff := cmp.Diff(want, got)
				return diff == "", "whether they are the declared one (-want +got):\n" + diff, nil
			})
			if err != nil {
				t.Error(err)
			}
			if _, err := customClient.NamespacedMetrics(ns).GetForObject(service, workloadName, metric, everything); err != nil {
				t.Error(err)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		WithTeardown("other namespace", deleteNamespace(other)).
		Feature()
}

// isDeclared tells of each service whether its value is the declared one. The walkthrough's are whole tenths.
func isDeclared(t *testing.T, ns, metric string) (map[string]bool, error) {
	t.Helper()
	list, err := customClient.NamespacedMetrics(ns).GetForObjects(service, everything, metric, everything)
	if err != nil {
		return nil, err
	}
	is := map[string]bool{}
	for _, item := range list.Items {
		is[item.DescribedObject.Name] = item.Value.String() == "77m"
	}
	return is, nil
}
