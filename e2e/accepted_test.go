package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// declarationsAreAccepted: what the adapter cannot take is refused when it is applied,
// and of what it takes the status says so, for the generation that is there.
func declarationsAreAccepted() types.Feature {
	const ns = "accepted"
	feature := features.New("accepted declarations").WithSetup("a namespace", makeServices(ns))
	for _, row := range []struct{ name, field, content, want string }{
		{"a start in small letters", "startTime", "2026-11-25t10:00:00z", "write a date and a time with its zone"},
		{"a start in a zone that is none", "startTime", "2026-11-25T10:00:00+25:00", "write a date and a time with its zone"},
		{"a latency that is too long", "faults.latency", "999999h999999h999999h", "write a time of 0s or more with its unit"},
		{"an age that is too long", "faults.staleFor", "999999h999999h999999h", "write a time of 0s or more with its unit"},
	} {
		feature.Assess(row.name+" is refused", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			object := &unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{"metric": "m", "external": map[string]any{}, "value": int64(1)}}}
			object.SetGroupVersionKind(v1alpha1.GroupVersion().WithKind("SimulatedMetric"))
			object.SetName("refused")
			if err := unstructured.SetNestedField(object.Object, row.content, append([]string{"spec"}, strings.Split(row.field, ".")...)...); err != nil {
				t.Fatal(err)
			}
			_, err := declared(t, cfg, ns).Create(ctx, object, metav1.CreateOptions{})
			if !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want it refused with %q", err, row.want)
			}
			return ctx
		})
	}
	return feature.
		Assess("the status says that it is accepted, in each generation", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, value := range []string{"1", "2"} {
				simulate(ctx, t, cfg, ns, "taken", ofQueue("taken", "orders", constant(value)))
				becomes(ctx, t, cfg, simulatedMetric(ns, "taken"), "Answered")
			}
			return ctx
		}).
		Assess("what is stored can be applied again, and changes nothing", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			stored, err := declared(t, cfg, ns).Get(ctx, "taken", metav1.GetOptions{})
			if err != nil {
				t.Fatal(err)
			}
			updated, err := declared(t, cfg, ns).Update(ctx, stored.DeepCopy(), metav1.UpdateOptions{})
			if err != nil {
				t.Fatal(err)
			}
			again := stored.DeepCopy()
			again.SetManagedFields(nil)
			again.SetResourceVersion("")
			applied, err := declared(t, cfg, ns).Apply(ctx, "taken", again, metav1.ApplyOptions{FieldManager: "somebody", Force: true})
			if err != nil {
				t.Fatal(err)
			}
			for how, got := range map[string]*unstructured.Unstructured{"updated": updated, "applied": applied} {
				if diff := cmp.Diff(stored.Object["spec"], got.Object["spec"]); diff != "" || got.GetGeneration() != stored.GetGeneration() {
					t.Errorf("%s: generation %d, want %d (-stored +got)\n%s", how, got.GetGeneration(), stored.GetGeneration(), diff)
				}
				if diff := cmp.Diff(stored.Object["status"], got.Object["status"]); diff != "" {
					t.Errorf("%s: the status (-stored +got)\n%s", how, diff)
				}
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// declared are the SimulatedMetrics of a namespace, as they are stored.
func declared(t *testing.T, cfg *envconf.Config, ns string) dynamic.ResourceInterface {
	t.Helper()
	c := clientsOf(t, cfg).Dynamic
	return c.Resource(v1alpha1.GroupVersion().WithResource(client.SimulatedMetrics)).Namespace(ns)
}
