package e2e

import (
	"context"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/klient/k8s"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// workloadName is that of a feature's Deployment, Service and HPA, in a namespace of its own.
const workloadName = "web"

var workloadLabels = map[string]string{"app": workloadName}

// makeWorkload makes a namespace with a Deployment of one pod, a Service, and
// an HPA on the metrics that acts at once in both directions.
func makeWorkload(ns string, metrics ...autoscalingv2.MetricSpec) types.StepFunc {
	return makeWorkloadOf(idle(), ns, metrics, atOnce())
}

// makeWorkloadOf is makeWorkload with other pods and another behavior of the
// HPA. Nil is the default of Kubernetes.
func makeWorkloadOf(pods corev1.PodSpec, ns string, metrics []autoscalingv2.MetricSpec, behavior *autoscalingv2.HorizontalPodAutoscalerBehavior) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		meta := metav1.ObjectMeta{Namespace: ns, Name: workloadName, Labels: workloadLabels}
		for _, object := range []k8s.Object{
			&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: ns}},
			&corev1.Service{ObjectMeta: meta, Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}}}},
			&appsv1.Deployment{ObjectMeta: meta, Spec: appsv1.DeploymentSpec{
				Selector: &metav1.LabelSelector{MatchLabels: workloadLabels},
				Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: workloadLabels}, Spec: pods},
			}},
			&autoscalingv2.HorizontalPodAutoscaler{ObjectMeta: meta, Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
				ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: workloadName},
				MaxReplicas:    20,
				Metrics:        metrics,
				Behavior:       behavior,
			}},
		} {
			if err := cfg.Client().Resources().Create(ctx, object); err != nil {
				t.Fatal(err)
			}
		}
		return ctx
	}
}

// idle is a pod that does nothing: what it is measured by comes from the
// adapter. Its image is in every node, and it ends as soon as it is told to.
func idle() corev1.PodSpec {
	var atOnce int64
	return corev1.PodSpec{
		TerminationGracePeriodSeconds: &atOnce,
		Containers: []corev1.Container{{
			Name:            "idle",
			Image:           "metrics-lab/pause:node",
			ImagePullPolicy: corev1.PullNever,
			Resources:       corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1m")}},
		}},
	}
}

// gated is a pod that waits for ever to be scheduled: it costs the node nothing,
// where it matters only how many there are.
func gated() corev1.PodSpec {
	pod := idle()
	pod.SchedulingGates = []corev1.PodSchedulingGate{{Name: "e2e.example.com/never"}}
	return pod
}

// atOnce lets an HPA go as far as it wants, in both directions, without looking back.
func atOnce() *autoscalingv2.HorizontalPodAutoscalerBehavior {
	var now int32
	rules := &autoscalingv2.HPAScalingRules{
		StabilizationWindowSeconds: &now,
		Policies:                   []autoscalingv2.HPAScalingPolicy{{Type: autoscalingv2.PodsScalingPolicy, Value: 100, PeriodSeconds: 1}},
	}
	return &autoscalingv2.HorizontalPodAutoscalerBehavior{ScaleUp: rules, ScaleDown: rules.DeepCopy()}
}

// onPods, onService and onQueue are what HPAs scale on.
func onPods(metric, average string) autoscalingv2.MetricSpec {
	return autoscalingv2.MetricSpec{Type: autoscalingv2.PodsMetricSourceType, Pods: &autoscalingv2.PodsMetricSource{
		Metric: autoscalingv2.MetricIdentifier{Name: metric}, Target: averageValue(average),
	}}
}

func onService(metric, average string) autoscalingv2.MetricSpec {
	return autoscalingv2.MetricSpec{Type: autoscalingv2.ObjectMetricSourceType, Object: &autoscalingv2.ObjectMetricSource{
		DescribedObject: autoscalingv2.CrossVersionObjectReference{APIVersion: "v1", Kind: "Service", Name: workloadName},
		Metric:          autoscalingv2.MetricIdentifier{Name: metric}, Target: averageValue(average),
	}}
}

func onQueue(metric, queue, average string) autoscalingv2.MetricSpec {
	return autoscalingv2.MetricSpec{Type: autoscalingv2.ExternalMetricSourceType, External: &autoscalingv2.ExternalMetricSource{
		Metric: autoscalingv2.MetricIdentifier{Name: metric, Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"queue": queue}}},
		Target: averageValue(average),
	}}
}

func averageValue(value string) autoscalingv2.MetricTarget {
	quantity := resource.MustParse(value)
	return autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: &quantity}
}
