package check

import (
	"context"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/utils/ptr"
)

func lesson10Web() *autoscalingv2.HorizontalPodAutoscaler {
	h := hpaOf(1, 8, 4,
		autoscalingv2.MetricSpec{Resource: &autoscalingv2.ResourceMetricSource{Name: corev1.ResourceCPU, Target: autoscalingv2.MetricTarget{AverageUtilization: ptr.To[int32](50)}}},
		autoscalingv2.MetricSpec{Resource: &autoscalingv2.ResourceMetricSource{Name: corev1.ResourceMemory, Target: autoscalingv2.MetricTarget{AverageValue: quantity("64Mi")}}},
	)
	h.Status.CurrentMetrics = []autoscalingv2.MetricStatus{
		{Resource: &autoscalingv2.ResourceMetricStatus{Name: corev1.ResourceCPU}}, {Resource: &autoscalingv2.ResourceMetricStatus{Name: corev1.ResourceMemory}},
	}
	return h
}

func lesson10API() *autoscalingv2.HorizontalPodAutoscaler {
	return hpaOf(1, 8, 3, autoscalingv2.MetricSpec{Type: autoscalingv2.ContainerResourceMetricSourceType, ContainerResource: &autoscalingv2.ContainerResourceMetricSource{
		Name: corev1.ResourceCPU, Container: "api", Target: autoscalingv2.MetricTarget{AverageUtilization: ptr.To[int32](50)},
	}})
}

func TestLesson10(t *testing.T) {
	t.Parallel()
	type hpa = autoscalingv2.HorizontalPodAutoscaler
	for _, row := range []struct {
		name, of string
		look     func(context.Context, *Learner) error
		hpa      *hpa
		change   func(*hpa)
		want     string
	}{
		{"web", "web", webReadsBoth, lesson10Web(), func(*hpa) {}, ""},
		{"web with another percentage", "web", webReadsBoth, lesson10Web(), func(h *hpa) { h.Spec.Metrics[0].Resource.Target.AverageUtilization = ptr.To[int32](60) }, "averageUtilization 50"},
		{"web without memory", "web", webReadsBoth, lesson10Web(), func(h *hpa) { h.Spec.Metrics = h.Spec.Metrics[:1] }, "averageValue 64Mi"},
		{"web with another amount", "web", webReadsBoth, lesson10Web(), func(h *hpa) { h.Spec.Metrics[1].Resource.Target.AverageValue = quantity("64M") }, "averageValue 64Mi"},
		{"web has read one", "web", webReadsBoth, lesson10Web(), func(h *hpa) { h.Status.CurrentMetrics = h.Status.CurrentMetrics[:1] }, "it has not read both"},
		{"web wants fewer", "web", webReadsBoth, lesson10Web(), func(h *hpa) { h.Status.DesiredReplicas = 3 }, "it wants 3 replicas, and not 4"},

		{"api", "api", apiReadsContainer, lesson10API(), func(*hpa) {}, ""},
		{"api on the whole pod", "api", apiReadsContainer, lesson10API(), func(h *hpa) {
			h.Spec.Metrics[0] = autoscalingv2.MetricSpec{Type: autoscalingv2.ResourceMetricSourceType}
		}, "of the type Resource"},
		{"api on the sidecar", "api", apiReadsContainer, lesson10API(), func(h *hpa) { h.Spec.Metrics[0].ContainerResource.Container = "log-shipper" }, "it reads cpu of the container log-shipper"},
		{"api with an amount", "api", apiReadsContainer, lesson10API(), func(h *hpa) { h.Spec.Metrics[0].ContainerResource.Target = autoscalingv2.MetricTarget{} }, "averageUtilization of 50"},
		{"api on two", "api", apiReadsContainer, lesson10API(), func(h *hpa) { h.Spec.Metrics = append(h.Spec.Metrics, h.Spec.Metrics[0]) }, "it has 2 metrics"},
		{"api wants more", "api", apiReadsContainer, lesson10API(), func(h *hpa) { h.Status.DesiredReplicas = 8 }, "it wants 8 replicas, and not 3"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.change(row.hpa)
			s := server{json: map[string]string{"/apis/autoscaling/v2/namespaces/usage/horizontalpodautoscalers/" + row.of: toJSON(t, row.hpa)}}
			says(t, row.look(t.Context(), s.lab(t, nil)), row.want)
		})
	}
}

func TestAPIHasSidecar(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, container, request, want string }{
		{"as it is", "log-shipper", "0", ""},
		{"with a request", "log-shipper", "10m", "has a request now"},
		{"gone", "other", "0", "has gone"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			api := &appsv1.Deployment{}
			api.Spec.Template.Spec.Containers = []corev1.Container{{Name: row.container, Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(row.request)},
			}}}
			s := server{json: map[string]string{"/apis/apps/v1/namespaces/usage/deployments/api": toJSON(t, api)}}
			says(t, apiHasSidecar(t.Context(), s.lab(t, nil)), row.want)
		})
	}
	says(t, apiHasSidecar(t.Context(), server{}.lab(t, nil)), "exercise 1 makes it")
}
