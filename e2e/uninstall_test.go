package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/manifest"
)

// removeTimeout is how long one object may take to go. A namespace takes longest.
const removeTimeout = namespaceTimeout

// partsOf splits the objects of an overlay into those that make the API server
// ask the adapter, those that run it, and those that it needs.
func partsOf(objects []*unstructured.Unstructured) (apiServices, adapters, others []*unstructured.Unstructured) {
	apiServices, others = manifest.Kinds(objects, "APIService")
	adapters, others = manifest.Kinds(others, "Deployment")
	return apiServices, adapters, others
}

// remove deletes the objects, the last one first, each when the one before has
// gone.
func remove(objects []*unstructured.Unstructured) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		for _, object := range slices.Backward(objects) {
			if err := cfg.Client().Resources().Delete(ctx, object); err != nil {
				t.Fatalf("delete %s: %v", nameOf(object), err)
			}
			waitUntilGone(ctx, t, cfg, object)
		}
		return ctx
	}
}

// stopAdapter removes what runs the adapter, and waits until nothing does. The
// adapter of an embedded cluster is a process that no object stands for.
func stopAdapter(adapters []*unstructured.Unstructured) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		if provider.Kind() == lifecycle.Embedded {
			if err := provider.KillAdapter(ctx); err != nil {
				t.Fatal(err)
			}
			return ctx
		}
		remove(adapters)(ctx, t, cfg)
		waitForAdapterPods(ctx, t, cfg, 0, "")
		return ctx
	}
}

// waitUntilGone waits until an object that was deleted is not there any more.
func waitUntilGone(ctx context.Context, t *testing.T, cfg *envconf.Config, object *unstructured.Unstructured) {
	t.Helper()
	err := wait.For(ctx, nameOf(object)+" to go", removeTimeout, poll, func(ctx context.Context) (bool, string, error) {
		there, err := fetch(ctx, cfg, object)
		switch {
		case apierrors.IsNotFound(err):
			return true, "", nil
		case err != nil:
			return false, "", err
		default:
			return false, whyItStays(there), nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// whyItStays is what an object that is being deleted says of it: who has to
// agree, and its conditions.
func whyItStays(object *unstructured.Unstructured) string {
	seen := fmt.Sprintf("deleted at %s, finalizers %q", object.GetDeletionTimestamp().Format(time.TimeOnly), object.GetFinalizers())
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	for _, condition := range conditions {
		if c, ok := condition.(map[string]any); ok && c["status"] == "True" {
			seen += fmt.Sprintf("; %s: %s: %s", c["type"], c["reason"], c["message"])
		}
	}
	return seen
}
