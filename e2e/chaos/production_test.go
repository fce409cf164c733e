package chaos

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/manifest"
)

// runProduction has the lab's adapter run as overlays/production says, until the test ends: but from the lab's image, and
// with the lab's certificate and registration in place of cert-manager's.
func (f *fault) runProduction() {
	f.t.Helper()
	objects, err := manifest.Build(root, "overlays/production", manifest.Files{"overlays/production/sources.yaml": fmt.Appendf(nil, `[`+
		`{"op": "add", "path": "/spec/template/spec/containers/0/args/-", "value": "--sources=simulated"}, `+
		`{"op": "add", "path": "/spec/template/spec/containers/0/imagePullPolicy", "value": "Never"}, `+
		`{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": %q}]`, f.deployment().Spec.Template.Spec.Containers[0].Image)})
	must(f.t, err)
	objects = slices.DeleteFunc(objects, func(o *unstructured.Unstructured) bool {
		return slices.Contains([]string{"APIService", "Certificate", "Issuer"}, o.GetKind())
	})
	f.t.Cleanup(func() {
		ctx := context.WithoutCancel(f.t.Context())
		if err := f.Kubernetes.PolicyV1().PodDisruptionBudgets(adapter.Namespace).DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{}); err != nil {
			f.t.Error(err)
		}
		if err := f.Kubernetes.NetworkingV1().NetworkPolicies(adapter.Namespace).DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{}); err != nil {
			f.t.Error(err)
		}
		if err := provider.Repair(ctx); err != nil {
			f.t.Error(err)
		}
	})
	must(f.t, manifest.Apply(f.t.Context(), f.Clients, objects))
	f.rolledOut(2)
}

func (f *fault) deployment() *appsv1.Deployment {
	f.t.Helper()
	d, err := f.Kubernetes.AppsV1().Deployments(adapter.Namespace).Get(f.t.Context(), adapter.Name, metav1.GetOptions{})
	must(f.t, err)
	return d
}

// restart replaces each pod, as `kubectl rollout restart` does, and returns when that has been done.
func (f *fault) restart() {
	f.t.Helper()
	patch := fmt.Appendf(nil, `{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":%q}}}}}`, time.Now().Format(time.RFC3339Nano))
	_, err := f.Kubernetes.AppsV1().Deployments(adapter.Namespace).Patch(f.t.Context(), adapter.Name, types.StrategicMergePatchType, patch, metav1.PatchOptions{})
	must(f.t, err)
	f.rolledOut(2)
}

// rolledOut waits until there are that many pods as the Deployment says, and no others.
func (f *fault) rolledOut(want int) {
	f.t.Helper()
	err := wait.For(f.t.Context(), "the adapter's pods", patience, poll, func(ctx context.Context) (bool, string, error) {
		d, err := f.Kubernetes.AppsV1().Deployments(adapter.Namespace).Get(ctx, adapter.Name, metav1.GetOptions{})
		if err != nil {
			return false, "", err
		}
		pods, err := f.pods(ctx)
		s := d.Status
		done := s.ObservedGeneration >= d.Generation && int(s.UpdatedReplicas) == want && int(s.AvailableReplicas) == want && len(pods) == want
		return done, fmt.Sprintf("%d pods, %d of them new, %d available", len(pods), s.UpdatedReplicas, s.AvailableReplicas), err
	})
	must(f.t, err)
}

func (f *fault) pods(ctx context.Context) ([]corev1.Pod, error) {
	list, err := f.Kubernetes.CoreV1().Pods(adapter.Namespace).List(ctx, metav1.ListOptions{LabelSelector: "app.kubernetes.io/name=" + adapter.Name})
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

// onNode runs a script on the node, with arguments.
func onNode(ctx context.Context, t *testing.T, script string, args ...string) {
	t.Helper()
	_, err := docker.Run(ctx, append([]string{"exec", provider.Lab().Name + "-control-plane", "sh", "-euc", script, "sh"}, args...)...)
	must(t, err)
}
