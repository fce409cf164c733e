package e2e

import (
	"context"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/manifest"
)

// podsAreRestricted: the adapter's namespace takes the adapter's pod, and none that
// gives up anything of what restricts it. The API server decides and makes none.
func podsAreRestricted() types.Feature {
	var adapter *corev1.Pod
	feature := features.New("Pod Security of the adapter's namespace").
		WithSetup("the pod of production", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			adapter = productionPod(t)
			return ctx
		})
	for _, row := range []struct {
		name   string
		change func(*corev1.PodSpec, *corev1.Container)
		want   string // what is violated
	}{
		{"the adapter's pod", func(*corev1.PodSpec, *corev1.Container) {}, ""},
		{"as root", func(pod *corev1.PodSpec, _ *corev1.Container) { pod.SecurityContext.RunAsUser = ptr.To[int64](0) }, "runAsUser=0"},
		{"as anybody", func(pod *corev1.PodSpec, _ *corev1.Container) { pod.SecurityContext.RunAsNonRoot = nil }, "runAsNonRoot != true"},
		{"with all system calls", func(pod *corev1.PodSpec, _ *corev1.Container) { pod.SecurityContext.SeccompProfile = nil }, "seccompProfile"},
		{"on the node's network", func(pod *corev1.PodSpec, _ *corev1.Container) { pod.HostNetwork = true }, "host namespaces"},
		{"with a folder of the node", func(pod *corev1.PodSpec, _ *corev1.Container) {
			pod.Volumes[0].VolumeSource = corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}}
		}, "restricted volume types"},
		{"privileged", func(_ *corev1.PodSpec, c *corev1.Container) {
			c.SecurityContext.Privileged, c.SecurityContext.AllowPrivilegeEscalation = ptr.To(true), nil
		}, "privileged"},
		{"that may get more privileges", func(_ *corev1.PodSpec, c *corev1.Container) { c.SecurityContext.AllowPrivilegeEscalation = nil }, "allowPrivilegeEscalation != false"},
		{"with capabilities", func(_ *corev1.PodSpec, c *corev1.Container) { c.SecurityContext.Capabilities = nil }, "unrestricted capabilities"},
	} {
		feature.Assess(row.name, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			pod := adapter.DeepCopy()
			row.change(&pod.Spec, &pod.Spec.Containers[0])
			_, err := clientsOf(t, cfg).Kubernetes.CoreV1().Pods(adapterNamespace).Create(ctx, pod, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
			if row.want == "" && err != nil {
				t.Errorf("it is refused: %v", err)
			}
			if row.want != "" && (!apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "PodSecurity") || !strings.Contains(err.Error(), row.want)) {
				t.Errorf("got %v, want a violation: %s", err, row.want)
			}
			return ctx
		})
	}
	return feature.Feature()
}

// productionPod is the adapter's, as the overlay for clusters that others use has it.
func productionPod(t *testing.T) *corev1.Pod {
	t.Helper()
	root, err := lifecycle.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	objects, err := manifest.Build(root, "overlays/production", nil)
	if err != nil {
		t.Fatal(err)
	}
	var deployment appsv1.Deployment
	found, _ := manifest.Kinds(objects, "Deployment")
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(found[0].Object, &deployment); err != nil {
		t.Fatal(err)
	}
	return &corev1.Pod{ObjectMeta: metav1.ObjectMeta{GenerateName: "e2e-"}, Spec: deployment.Spec.Template.Spec}
}
