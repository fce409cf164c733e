package autoscaling

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

func average(value string) autoscalingv2.MetricValueStatus {
	quantity := resource.MustParse(value)
	return autoscalingv2.MetricValueStatus{AverageValue: &quantity}
}

// everyType is an HPA with a metric of each type, all of which were read.
func everyType() *autoscalingv2.HorizontalPodAutoscaler {
	m := autoscalingv2.MetricIdentifier{Name: "m"}
	hpa := &autoscalingv2.HorizontalPodAutoscaler{}
	hpa.Spec.Metrics = []autoscalingv2.MetricSpec{
		{Pods: &autoscalingv2.PodsMetricSource{Metric: m}},
		{Object: &autoscalingv2.ObjectMetricSource{Metric: m}},
		{External: &autoscalingv2.ExternalMetricSource{Metric: m}},
		{Resource: &autoscalingv2.ResourceMetricSource{Name: corev1.ResourceCPU}},
		{ContainerResource: &autoscalingv2.ContainerResourceMetricSource{Name: corev1.ResourceCPU, Container: "app"}},
	}
	hpa.Status.CurrentMetrics = []autoscalingv2.MetricStatus{
		{Pods: &autoscalingv2.PodsMetricStatus{Metric: m, Current: average("1")}},
		{Object: &autoscalingv2.ObjectMetricStatus{Metric: m, Current: average("2")}},
		{External: &autoscalingv2.ExternalMetricStatus{Metric: m, Current: average("3")}},
		{Resource: &autoscalingv2.ResourceMetricStatus{Name: corev1.ResourceCPU, Current: average("4")}},
		{ContainerResource: &autoscalingv2.ContainerResourceMetricStatus{Name: corev1.ResourceCPU, Container: "app", Current: average("5")}},
	}
	return hpa
}

func averages(hpa *autoscalingv2.HorizontalPodAutoscaler) map[string]string {
	all := map[string]string{}
	for _, m := range Metrics(hpa) {
		all[string(m.Type)+" "+m.Name+" "+m.Container] = m.Average()
	}
	return all
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	want := map[string]string{"Pods m ": "1", "Object m ": "2", "External m ": "3", "Resource cpu ": "4", "ContainerResource cpu app": "5"}
	if diff := cmp.Diff(want, averages(everyType())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestMetricsThatWereNotRead: a status is empty where a read failed, is not there before the first one, and may be about
// another metric after a change.
func TestMetricsThatWereNotRead(t *testing.T) {
	t.Parallel()
	failed := everyType()
	failed.Status.CurrentMetrics[0] = autoscalingv2.MetricStatus{}
	failed.Spec.Metrics[1].Object.Metric.Name = "other"
	failed.Status.CurrentMetrics = failed.Status.CurrentMetrics[:3]
	want := map[string]string{"Pods m ": "", "Object other ": "", "External m ": "3", "Resource cpu ": "", "ContainerResource cpu app": ""}
	if diff := cmp.Diff(want, averages(failed)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProblem(t *testing.T) {
	t.Parallel()
	for status, want := range map[corev1.ConditionStatus]bool{"": false, corev1.ConditionTrue: false, corev1.ConditionFalse: true} {
		hpa := everyType()
		if status != "" {
			hpa.Status.Conditions = []autoscalingv2.HorizontalPodAutoscalerCondition{
				{Type: autoscalingv2.AbleToScale, Status: corev1.ConditionFalse}, {Type: autoscalingv2.ScalingActive, Status: status},
			}
		}
		if got := Problem(hpa); (got != nil) != want || got != nil && got.Type != autoscalingv2.ScalingActive {
			t.Errorf("%q: got %v, want one: %t", status, got, want)
		}
	}
}
