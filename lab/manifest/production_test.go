package manifest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// production builds the overlay from what is in the repository alone.
func production(t *testing.T) []*unstructured.Unstructured {
	t.Helper()
	objects, err := Build(root, "overlays/production", nil)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

func convert[T any](t *testing.T, objects []*unstructured.Unstructured, kind string) *T {
	t.Helper()
	found, _ := Kinds(objects, kind)
	if len(found) != 1 {
		t.Fatalf("got %d of kind %s, want 1", len(found), kind)
	}
	typed := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(found[0].Object, typed, true); err != nil {
		t.Fatal(err)
	}
	return typed
}

// TestProductionOverlay: nothing of the lab is in it.
func TestProductionOverlay(t *testing.T) {
	t.Parallel()
	objects := production(t)
	deployment := convert[appsv1.Deployment](t, objects, "Deployment")
	pod := deployment.Spec.Template
	container := pod.Spec.Containers[0]
	if *deployment.Spec.Replicas < 2 || len(pod.Spec.TopologySpreadConstraints) != 1 {
		t.Errorf("%d replicas, spread by %v", *deployment.Spec.Replicas, pod.Spec.TopologySpreadConstraints)
	}
	if container.Image != "registry.example.com/metrics-adapter:v1.0.0" || container.ImagePullPolicy != "" {
		t.Errorf("image %s, pulled %q", container.Image, container.ImagePullPolicy)
	}
	if !slices.Contains(container.Args, "--sources=simulated") || !slices.Contains(container.Args, "--tls-cert-file=/certificate/tls.crt") {
		t.Errorf("arguments %v", container.Args)
	}
}

// TestProductionReadsTheFrontProxysAuthority: without it the adapter does not start.
func TestProductionReadsTheFrontProxysAuthority(t *testing.T) {
	t.Parallel()
	roles, _ := Kinds(production(t), "ClusterRole")
	found := slices.DeleteFunc(roles, func(role *unstructured.Unstructured) bool {
		return role.GetName() != "metrics-adapter:extension-apiserver-authentication"
	})
	want := []rbacv1.PolicyRule{{
		APIGroups: []string{""}, Resources: []string{"configmaps"}, ResourceNames: []string{"extension-apiserver-authentication"}, Verbs: []string{"get", "list", "watch"},
	}}
	if diff := cmp.Diff(want, convert[rbacv1.ClusterRole](t, found, "ClusterRole").Rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}
