package check

import (
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

func TestIsWave(t *testing.T) {
	t.Parallel()
	wave := func(low string, round time.Duration) v1alpha1.SimulatedMetricSpec {
		return v1alpha1.SimulatedMetricSpec{Share: v1alpha1.Total, Simulation: v1alpha1.Simulation{Repeat: true, Curve: []v1alpha1.Point{
			{Value: resource.MustParse("300")},
			{Value: resource.MustParse(low), At: metav1.Duration{Duration: round / 2}},
			{Value: resource.MustParse("300"), At: metav1.Duration{Duration: round}},
		}}}
	}
	each, once := wave("100", 16*time.Second), wave("100", 16*time.Second)
	each.Share, once.Repeat = v1alpha1.Each, false
	value := resource.MustParse("300")
	for _, row := range []struct {
		name string
		spec v1alpha1.SimulatedMetricSpec
		err  string
	}{
		{"it is", wave("100", 20*time.Second), ""},
		{"of each", each, "share: Total"},
		{"once only", once, "does not repeat"},
		{"no curve", v1alpha1.SimulatedMetricSpec{Share: v1alpha1.Total, Simulation: v1alpha1.Simulation{Value: &value}}, "does not repeat"},
		{"slow", wave("100", 21*time.Second), "takes 21s"},
		{"down to 1", wave("50", 16*time.Second), "a total of 50 is for one pod"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, isWave(row.spec), row.err)
		})
	}
}

func TestReadsTotal(t *testing.T) {
	t.Parallel()
	reading := func(average string, replicas int32) *autoscalingv2.HorizontalPodAutoscaler {
		value := resource.MustParse(average)
		return &autoscalingv2.HorizontalPodAutoscaler{Status: autoscalingv2.HorizontalPodAutoscalerStatus{
			CurrentReplicas: replicas,
			Conditions: []autoscalingv2.HorizontalPodAutoscalerCondition{
				{Type: autoscalingv2.ScalingActive, Status: corev1.ConditionTrue},
			},
			CurrentMetrics: []autoscalingv2.MetricStatus{{External: &autoscalingv2.ExternalMetricStatus{
				Current: autoscalingv2.MetricValueStatus{AverageValue: &value},
			}}},
		}}
	}
	unread := reading("30", 4)
	unread.Status.CurrentMetrics = []autoscalingv2.MetricStatus{{}}
	for _, row := range []struct {
		name string
		hpa  *autoscalingv2.HorizontalPodAutoscaler
		err  string
	}{
		{"30 each", reading("30", 4), ""},
		{"more pods", reading("12", 10), ""},
		{"rounded up", reading("17143m", 7), ""},
		{"less", reading("15", 4), "it reads 15 on average for 4 pods"},
		{"more", reading("155", 4), "it reads 155"},
		{"a little more", reading("30001m", 4), "it reads 30001m"},
		{"unread", unread, "not read its metric yet"},
		{"cannot tell", hpaWanting(4), "not looked at its metrics yet"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, readsTotal(row.hpa, 120), row.err)
		})
	}
}
