package e2e

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/e2e-framework/klient/k8s/resources"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/manifest"
)

// overlay returns the objects that make the adapter of this kind of cluster, in
// the order in which they are installed. They say which objects there are, but
// not what is in them: what a lab makes for itself is left out.
func overlay(t *testing.T) []*unstructured.Unstructured {
	t.Helper()
	root, err := lifecycle.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	some := certificate.Pair{Cert: []byte("certificate"), Key: []byte("key")}
	objects, err := manifest.Build(root, "overlays/"+provider.Kind(), adapter.Certificates(some, some))
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// contents returns what is in each of the objects, and fails where one is not
// there. Who writes a status is at work all the time: of an object that has one
// it is everything else, of the others the resourceVersion too.
func contents(ctx context.Context, t *testing.T, cfg *envconf.Config, objects []*unstructured.Unstructured) map[string]any {
	t.Helper()
	found := map[string]any{}
	for _, object := range objects {
		there, err := fetch(ctx, cfg, object)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, has := there.Object["status"]; has {
			delete(there.Object, "status")
			there.SetResourceVersion("")
			there.SetManagedFields(nil)
		}
		found[nameOf(object)] = there.Object
	}
	return found
}

// noneIsThere fails for each of the objects that is.
func noneIsThere(objects []*unstructured.Unstructured) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		for _, object := range objects {
			if _, err := fetch(ctx, cfg, object); !apierrors.IsNotFound(err) {
				t.Errorf("%s is there (%v)", nameOf(object), err)
			}
		}
		return ctx
	}
}

func fetch(ctx context.Context, cfg *envconf.Config, object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	there := &unstructured.Unstructured{}
	there.SetGroupVersionKind(object.GroupVersionKind())
	return there, cfg.Client().Resources().Get(ctx, object.GetName(), object.GetNamespace(), there)
}

func nameOf(object *unstructured.Unstructured) string {
	if object.GetNamespace() == "" {
		return fmt.Sprintf("%s %s", object.GetKind(), object.GetName())
	}
	return fmt.Sprintf("%s %s/%s", object.GetKind(), object.GetNamespace(), object.GetName())
}

// adapterProcesses returns what tells whether the adapter was started anew: the
// process of an embedded cluster, the pods of a kind cluster and who made them.
func adapterProcesses(ctx context.Context, t *testing.T, cfg *envconf.Config) []string {
	t.Helper()
	if provider.Kind() == lifecycle.Embedded {
		pids, err := provider.AdapterPIDs(ctx)
		if err != nil || len(pids) == 0 {
			t.Fatalf("no adapter runs (%v)", err)
		}
		return pids
	}
	var sets appsv1.ReplicaSetList
	err := cfg.Client().Resources(adapterNamespace).List(ctx, &sets, resources.WithLabelSelector("app.kubernetes.io/name="+adapterName))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, set := range sets.Items {
		found[fmt.Sprintf("ReplicaSet %s %s", set.Name, set.UID)] = true
	}
	for _, pod := range adapterPods(ctx, t, cfg) {
		for _, container := range pod.Status.ContainerStatuses {
			found[fmt.Sprintf("Pod %s %s, restarted %d times", pod.Name, pod.UID, container.RestartCount)] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
