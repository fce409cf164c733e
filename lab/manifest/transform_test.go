package manifest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// TestWhatBuildsOnProduction: whatever a kustomization changes of the overlay's, its
// objects name each other as they are called then.
func TestWhatBuildsOnProduction(t *testing.T) {
	t.Parallel()
	const placeholder = "registry.example.com/metrics-adapter:v1.0.0"
	for _, row := range []struct {
		name, kustomization       string
		namespace, prefix, suffix string
		image                     string
		replicas                  int32
	}{
		{"nothing", "", "metrics-lab", "", "", placeholder, 2},
		{"namespace", "namespace: monitoring", "monitoring", "", "", placeholder, 2},
		{"prefix", "namePrefix: team-", "metrics-lab", "team-", "", placeholder, 2},
		{"suffix", "nameSuffix: -blue", "metrics-lab", "", "-blue", placeholder, 2},
		{"labels", "labels: [{pairs: {team: a}}]", "metrics-lab", "", "", placeholder, 2},
		{"labels of the pods", "labels: [{pairs: {team: a}, includeSelectors: true}]", "metrics-lab", "", "", placeholder, 2},
		{"image", "images: [{name: registry.example.com/metrics-adapter, newName: mine, newTag: v2}]", "metrics-lab", "", "", "mine:v2", 2},
		{"replicas", "replicas: [{name: metrics-adapter, count: 5}]", "metrics-lab", "", "", placeholder, 5},
		{"all of it", `
namespace: monitoring
namePrefix: team-
nameSuffix: -blue
labels: [{pairs: {team: a}, includeSelectors: true}]
images: [{name: registry.example.com/metrics-adapter, newName: mine, newTag: v2}]
replicas: [{name: metrics-adapter, count: 5}]`, "monitoring", "team-", "-blue", "mine:v2", 5},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			objects, err := Build(root, "theirs", Files{
				"theirs/kustomization.yaml": []byte("resources: [between]\n" + row.kustomization),
				// Who builds on it may be built on, too.
				"theirs/between/kustomization.yaml": []byte("resources: [../../overlays/production]"),
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wantReferences(row.namespace, row.prefix, row.suffix), references(t, objects)); diff != "" {
				t.Errorf("who names whom (-want +got):\n%s", diff)
			}
			deployment := convert[appsv1.Deployment](t, objects, "Deployment")
			if image := deployment.Spec.Template.Spec.Containers[0].Image; image != row.image || *deployment.Spec.Replicas != row.replicas {
				t.Errorf("%d replicas of %s, want %d of %s", *deployment.Spec.Replicas, image, row.replicas, row.image)
			}
			checkSelectors(t, objects)
		})
	}
}

// checkSelectors fails for each selector of the overlay's that does not fit the pods.
func checkSelectors(t *testing.T, objects []*unstructured.Unstructured) {
	t.Helper()
	deployment := convert[appsv1.Deployment](t, objects, "Deployment")
	pod := deployment.Spec.Template
	for name, of := range map[string]*metav1.LabelSelector{
		"PodDisruptionBudget": convert[policyv1.PodDisruptionBudget](t, objects, "PodDisruptionBudget").Spec.Selector,
		"Service":             metav1.SetAsLabelSelector(convert[corev1.Service](t, objects, "Service").Spec.Selector),
		"spread":              pod.Spec.TopologySpreadConstraints[0].LabelSelector,
		"Deployment":          deployment.Spec.Selector,
	} {
		selector, err := metav1.LabelSelectorAsSelector(of)
		if err != nil || selector.Empty() || !selector.Matches(labels.Set(pod.Labels)) {
			t.Errorf("%s: %v does not select the pods (%v)", name, of, err)
		}
	}
}
