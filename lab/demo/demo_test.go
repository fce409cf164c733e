package demo

import (
	"testing"
	"testing/synctest"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/utils/ptr"
)

// cluster has the demo: its HPA wants so many replicas, and so many are ready.
func cluster(desired, ready int32, hasScaled bool, average string) *fake.Clientset {
	meta := metav1.ObjectMeta{Namespace: Namespace, Name: Name}
	hpa := &autoscalingv2.HorizontalPodAutoscaler{ObjectMeta: meta, Spec: autoscalingv2.HorizontalPodAutoscalerSpec{MinReplicas: ptr.To[int32](1)}}
	hpa.Spec.Metrics = []autoscalingv2.MetricSpec{{Pods: &autoscalingv2.PodsMetricSource{
		Metric: autoscalingv2.MetricIdentifier{Name: Metric},
		Target: autoscalingv2.MetricTarget{AverageValue: ptr.To(resource.MustParse("20"))},
	}}}
	hpa.Status.DesiredReplicas = desired
	if hasScaled {
		hpa.Status.LastScaleTime = ptr.To(metav1.Now())
	}
	if average != "" {
		hpa.Status.CurrentMetrics = []autoscalingv2.MetricStatus{{Pods: &autoscalingv2.PodsMetricStatus{
			Metric:  autoscalingv2.MetricIdentifier{Name: Metric},
			Current: autoscalingv2.MetricValueStatus{AverageValue: ptr.To(resource.MustParse(average))},
		}}}
	}
	deployment := &appsv1.Deployment{ObjectMeta: meta, Status: appsv1.DeploymentStatus{ReadyReplicas: ready}}
	return fake.NewClientset(hpa, deployment)
}

func TestLook(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name           string
		desired, ready int32
		hasScaled      bool
		average        string
		want           bool
	}{
		{"it has just been made", 0, 0, false, "", false},
		{"the metric is low yet", 1, 1, false, "10", false},
		{"it scales, and the pod is not ready yet", 2, 1, true, "30", false},
		{"it has scaled", 2, 2, true, "15", true},
		{"it goes on", 4, 3, true, "22", true},
		{"a load that is low has brought it back to its minimum", 1, 1, true, "20", true},
		{"the metric cannot be read", 2, 2, true, "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			seen, scaled, err := Look(t.Context(), cluster(row.desired, row.ready, row.hasScaled, row.average))
			if err != nil || scaled != row.want || seen.Replicas != row.ready {
				t.Errorf("got %t, %+v, %v; want %t", scaled, seen, err, row.want)
			}
		})
	}
}

// TestOutlive: a namespace that is being deleted is waited for, and no other.
func TestOutlive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: Namespace}}
		if err := outlive(t.Context(), fake.NewClientset(namespace)); err != nil {
			t.Error(err)
		}
		namespace.DeletionTimestamp = ptr.To(metav1.Now())
		client := fake.NewClientset(namespace)
		time.AfterFunc(10*time.Second, func() {
			if err := client.CoreV1().Namespaces().Delete(t.Context(), Namespace, metav1.DeleteOptions{}); err != nil {
				t.Error(err)
			}
		})
		start := time.Now()
		if err := outlive(t.Context(), client); err != nil || time.Since(start) < 10*time.Second {
			t.Errorf("it has waited for %s: %v", time.Since(start), err)
		}
	})
}
