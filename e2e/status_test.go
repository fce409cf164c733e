package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	k8stypes "k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
)

// statusSaysWhatBecomes: the status of a declaration says whether its metric can be read, and if not, why. The resource
// and its scope are what the cluster says of them.
func statusSaysWhatBecomes() types.Feature {
	const ns = "status"
	feature := features.New("status of declarations").WithSetup("a service", makeServices(ns, "web"))
	for _, row := range []struct{ name, resource, want string }{
		{"root-scoped", "ingressclasses.networking.k8s.io", "WrongScope: ingressclasses.networking.k8s.io are in no namespace: write a ClusterSimulatedMetric"},
		{"root-scoped-too", "priorityclasses.scheduling.k8s.io", "WrongScope: priorityclasses.scheduling.k8s.io are in no namespace"},
		{"core", "nodes", "WrongScope: nodes are in no namespace"},
		{"unknown", "nosuch.example.com", "UnknownResource: the API server has no resource nosuch.example.com"},
		{"singular", "service", "UnknownResource: objects.resource is service: write services"},
		{"group-left-out", "deployments", "UnknownResource: objects.resource is deployments: write deployments.apps"},
		{"no-object", "services", "NoObjects: there is no services status/nothing"},
	} {
		feature.Assess(row.resource+" is "+row.name, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, row.name, v1alpha1.SimulatedMetricSpec{
				Metric: row.name, Objects: &v1alpha1.Objects{Resource: row.resource, Name: "nothing"}, Simulation: constant("1"),
			})
			becomes(ctx, t, cfg, simulatedMetric(ns, row.name), row.want)
			return ctx
		})
	}
	return feature.
		Assess("a namespaced resource is none of the cluster's", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			object := &v1alpha1.ClusterSimulatedMetric{
				TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion().String(), Kind: "ClusterSimulatedMetric"},
				ObjectMeta: metav1.ObjectMeta{Name: ns},
				Spec: v1alpha1.ClusterSimulatedMetricSpec{
					Metric: "leases", Objects: v1alpha1.Objects{Resource: "leases.coordination.k8s.io", Name: "a"}, Simulation: constant("1"),
				},
			}
			if err := simulations(t, cfg).Apply(ctx, object, "e2e"); err != nil {
				t.Fatal(err)
			}
			becomes(ctx, t, cfg, object, "WrongScope: leases.coordination.k8s.io are in namespaces: write a SimulatedMetric")
			if err := simulations(t, cfg).Delete(ctx, object); err != nil {
				t.Error(err)
			}
			return ctx
		}).
		Assess("objects are counted when they come and go", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			all := v1alpha1.SimulatedMetricSpec{
				Metric: "requests", Objects: &v1alpha1.Objects{Resource: "services", Selector: &v1alpha1.Selector{}}, Simulation: constant("1"),
			}
			simulate(ctx, t, cfg, ns, "all", all)
			becomes(ctx, t, cfg, simulatedMetric(ns, "all"), "Answered: , 1 objects")
			second := &corev1.Service{
				ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: "second", Labels: labels.Set{"name": "second"}},
				Spec:       corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}}},
			}
			if err := cfg.Client().Resources().Create(ctx, second); err != nil {
				t.Fatal(err)
			}
			becomes(ctx, t, cfg, simulatedMetric(ns, "all"), "Answered: , 2 objects")
			if err := cfg.Client().Resources().Delete(ctx, second); err != nil {
				t.Fatal(err)
			}
			becomes(ctx, t, cfg, simulatedMetric(ns, "all"), "Answered: , 1 objects")
			return ctx
		}).
		Assess("both of two in conflict say so, until one has gone", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, "one", v1alpha1.SimulatedMetricSpec{
				Metric: "requests", Objects: &v1alpha1.Objects{Resource: "services", Name: "web"}, Simulation: constant("1"),
			})
			const conflict = "Conflict: metric requests has two values for services status/web, from SimulatedMetric status/all and from SimulatedMetric status/one"
			becomes(ctx, t, cfg, simulatedMetric(ns, "one"), conflict)
			becomes(ctx, t, cfg, simulatedMetric(ns, "all"), conflict)
			forget(ctx, t, cfg, ns, "all")
			becomes(ctx, t, cfg, simulatedMetric(ns, "one"), "Answered: , 1 objects")
			return ctx
		}).
		Assess("who has not seen the last change cannot write it", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			name := k8stypes.NamespacedName{Namespace: ns, Name: "one"}
			err := simulations(t, cfg).SetStatus(ctx, client.SimulatedMetrics, name, "1", v1alpha1.Status{})
			if !apierrors.IsConflict(err) {
				t.Errorf("got %v, want a conflict", err)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// statusIsWrittenOnce declares some metrics and counts how often each is changed until the HPA has looked several times.
func statusIsWrittenOnce(ctx context.Context, t *testing.T, cfg *envconf.Config, ns string) {
	t.Helper()
	const declarations = 20
	list, err := declared(t, cfg, ns).List(ctx, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := declared(t, cfg, ns).Watch(ctx, metav1.ListOptions{ResourceVersion: list.GetResourceVersion()})
	if err != nil {
		t.Fatal(err)
	}
	defer changes.Stop()
	for i := range declarations {
		name := fmt.Sprintf("once-%d", i)
		simulate(ctx, t, cfg, ns, name, ofQueue(name, "orders", constant("1")))
		becomes(ctx, t, cfg, simulatedMetric(ns, name), "Answered")
	}
	enough, changed := time.Now().Add(stayPeriod), map[string]int{}
	err = wait.For(ctx, "the period to pass", scaleTimeout, poll, func(context.Context) (bool, string, error) {
		for {
			select {
			case change := <-changes.ResultChan():
				if object, ok := change.Object.(*unstructured.Unstructured); ok && change.Type == watch.Modified {
					changed[object.GetName()]++
				}
				continue
			default:
			}
			return time.Now().After(enough), fmt.Sprint(changed), nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for i := range declarations {
		want[fmt.Sprintf("once-%d", i)] = 1
	}
	if diff := cmp.Diff(want, changed); diff != "" {
		t.Errorf("how often each was changed (-want +got):\n%s", diff)
	}
}

func simulatedMetric(ns, name string) *v1alpha1.SimulatedMetric {
	return &v1alpha1.SimulatedMetric{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name}}
}

// becomes waits until the condition Ready of a declaration, with how many objects it is about, begins with what is wanted.
func becomes(ctx context.Context, t *testing.T, cfg *envconf.Config, object metav1.Object, want string) {
	t.Helper()
	err := wait.For(ctx, "the status of "+object.GetName(), seenTimeout, poll, func(ctx context.Context) (bool, string, error) {
		status, generation, err := simulations(t, cfg).Status(ctx, object)
		if err != nil {
			return false, "", err
		}
		ready := status.Condition(v1alpha1.ConditionReady, generation)
		if ready == nil {
			return false, "no condition of this generation", nil
		}
		got := ready.Reason + ": " + ready.Message
		if status.Objects != nil {
			got += fmt.Sprintf(", %d objects", *status.Objects)
		}
		return strings.HasPrefix(got, want), got, nil
	})
	if err != nil {
		t.Errorf("want %q: %v", want, err)
	}
}
