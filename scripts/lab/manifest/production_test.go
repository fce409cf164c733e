package manifest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
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

// TestCertManagerComponent: the names fit together, from the self-signed
// authority to what the adapter mounts and the API server verifies.
func TestCertManagerComponent(t *testing.T) {
	t.Parallel()
	objects := production(t)
	if secrets, _ := Kinds(objects, "Secret"); len(secrets) > 0 {
		t.Errorf("it brings a Secret: %s", secrets[0].GetName())
	}
	deployment := convert[appsv1.Deployment](t, objects, "Deployment")
	certificates, _ := Kinds(objects, "Certificate")
	issuers, _ := Kinds(objects, "Issuer")
	got := map[string]string{"mounted": "Secret " + deployment.Spec.Template.Spec.Volumes[0].Secret.SecretName}
	for _, object := range append(certificates, issuers...) {
		spec, _ := object.Object["spec"].(map[string]any)
		name := object.GetKind() + " " + object.GetName()
		if object.GetNamespace() != deployment.Namespace {
			t.Errorf("%s is in namespace %s", name, object.GetNamespace())
		}
		if secret, ok := spec["secretName"].(string); ok { // a Certificate makes it
			issuer, _, _ := unstructured.NestedString(spec, "issuerRef", "name")
			got["Secret "+secret], got[name] = name, "Issuer "+issuer
		}
		if secret, is, _ := unstructured.NestedString(spec, "ca", "secretName"); is {
			got[name] = "Secret " + secret
		}
	}
	want := map[string]string{
		"mounted":                        "Secret metrics-adapter-cert",
		"Secret metrics-adapter-cert":    "Certificate metrics-adapter",
		"Certificate metrics-adapter":    "Issuer metrics-adapter-ca",
		"Issuer metrics-adapter-ca":      "Secret metrics-adapter-ca",
		"Secret metrics-adapter-ca":      "Certificate metrics-adapter-ca",
		"Certificate metrics-adapter-ca": "Issuer metrics-adapter-self-signed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("who gets it from whom (-want +got):\n%s", diff)
	}
	i := slices.IndexFunc(certificates, func(c *unstructured.Unstructured) bool { return c.GetName() == "metrics-adapter" })
	names, _, _ := unstructured.NestedStringSlice(certificates[i].Object, "spec", "dnsNames")
	apiServices, _ := Kinds(objects, "APIService")
	for _, object := range apiServices {
		if object.GetAnnotations()["cert-manager.io/inject-ca-from"] != "metrics-lab/metrics-adapter" {
			t.Errorf("%s: annotations %v", object.GetName(), object.GetAnnotations())
		}
		if _, found, _ := unstructured.NestedFieldNoCopy(object.Object, "spec", "caBundle"); found {
			t.Errorf("%s brings a caBundle", object.GetName())
		}
	}
	if diff := cmp.Diff([]string{"metrics-adapter.metrics-lab.svc"}, names); diff != "" || len(apiServices) != 3 {
		t.Errorf("%d APIServices; names in the certificate (-want +got):\n%s", len(apiServices), diff)
	}
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
	selectors := map[string]*metav1.LabelSelector{
		"PodDisruptionBudget": convert[policyv1.PodDisruptionBudget](t, objects, "PodDisruptionBudget").Spec.Selector,
		"spread":              pod.Spec.TopologySpreadConstraints[0].LabelSelector,
		"Deployment":          deployment.Spec.Selector,
	}
	for name, of := range selectors {
		selector, err := metav1.LabelSelectorAsSelector(of)
		if err != nil || selector.Empty() || !selector.Matches(labels.Set(pod.Labels)) {
			t.Errorf("%s: %v does not select the pods (%v)", name, of, err)
		}
	}
}
