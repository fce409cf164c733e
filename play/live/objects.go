package live

import (
	"fmt"
	"maps"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/play/engine"
)

// image does nothing. The nodes of a kind cluster have it, and an embedded cluster starts none.
const image = "metrics-lab/pause:node"

// deploymentOf is a workload as an object. Of its pods counts what an HPA sees: labels, and what containers request. The rest
// could keep them from starting where the user's images, volumes and accounts are not.
func deploymentOf(w engine.Workload) (*appsv1.Deployment, error) {
	selector, err := metav1.ParseToLabelSelector(w.Selector)
	if err != nil {
		return nil, fmt.Errorf("workload %s/%s: selector: %w", w.Kind.Kind, w.Name, err)
	}
	none, now := false, int64(0)
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: w.Name},
		Spec: appsv1.DeploymentSpec{
			Replicas: &w.Replicas, Selector: selector,
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: maps.Clone(w.Pod.Labels)},
				Spec:       corev1.PodSpec{Containers: containersOf(w), AutomountServiceAccountToken: &none, TerminationGracePeriodSeconds: &now},
			},
		},
	}, nil
}

// containersOf are those of a pod of the lab: names and what they request, of an image that each node has.
func containersOf(w engine.Workload) (all []corev1.Container) {
	for _, c := range w.Pod.Spec.Containers {
		all = append(all, corev1.Container{Name: c.Name, Image: image, ImagePullPolicy: corev1.PullNever, Resources: c.Resources})
	}
	return all
}

// hpaOf is an HPA to be made: its spec, under its name.
func hpaOf(hpa *autoscalingv2.HorizontalPodAutoscaler) *autoscalingv2.HorizontalPodAutoscaler {
	return &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: hpa.Name, Labels: maps.Clone(hpa.Labels), Annotations: maps.Clone(hpa.Annotations)},
		Spec:       *hpa.Spec.DeepCopy(),
	}
}

// servicesOf are the Services that metrics describe: the adapter answers for objects that exist.
func servicesOf(in engine.Input) (all []*corev1.Service) {
	made := map[string]bool{}
	for _, m := range in.Metrics {
		if m.Type == autoscalingv2.ObjectMetricSourceType && m.Object.Kind == "Service" && !made[m.ObjectName] {
			made[m.ObjectName] = true
			all = append(all, &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: m.ObjectName}, Spec: corev1.ServiceSpec{ClusterIP: corev1.ClusterIPNone}})
		}
	}
	return all
}
