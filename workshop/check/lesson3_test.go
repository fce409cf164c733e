package check

import (
	"context"
	"testing"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The HPAs as they are where lesson 3 ends.

func lesson3Worker() *autoscalingv2.HorizontalPodAutoscaler {
	return hpaOf(1, 8, 1, onQueue("orders", "10"))
}

func lesson3Web() *autoscalingv2.HorizontalPodAutoscaler {
	h := hpaOf(1, 8, 5, autoscalingv2.MetricSpec{Pods: &autoscalingv2.PodsMetricSource{
		Metric: autoscalingv2.MetricIdentifier{Name: "http_requests"},
		Target: autoscalingv2.MetricTarget{AverageValue: quantity("10")},
	}}, onQueue("mails", "8"))
	h.Status.CurrentMetrics = []autoscalingv2.MetricStatus{
		{Pods: &autoscalingv2.PodsMetricStatus{Metric: autoscalingv2.MetricIdentifier{Name: "http_requests"}, Current: autoscalingv2.MetricValueStatus{AverageValue: quantity("6")}}},
		{External: &autoscalingv2.ExternalMetricStatus{Metric: autoscalingv2.MetricIdentifier{Name: "queue_depth"}, Current: autoscalingv2.MetricValueStatus{AverageValue: quantity("8")}}},
	}
	return h
}

func lesson3API() *autoscalingv2.HorizontalPodAutoscaler {
	h := hpaOf(2, 6, 3, autoscalingv2.MetricSpec{Object: &autoscalingv2.ObjectMetricSource{
		DescribedObject: autoscalingv2.CrossVersionObjectReference{Kind: "Service", Name: "api"},
		Metric:          autoscalingv2.MetricIdentifier{Name: "saturation"},
		Target:          autoscalingv2.MetricTarget{Value: quantity("60")},
	}})
	h.Status.CurrentMetrics = []autoscalingv2.MetricStatus{
		{Object: &autoscalingv2.ObjectMetricStatus{Metric: autoscalingv2.MetricIdentifier{Name: "saturation"}, Current: autoscalingv2.MetricValueStatus{Value: quantity("42")}}},
	}
	return h
}

func hpaOf(least, most, replicas int32, metrics ...autoscalingv2.MetricSpec) *autoscalingv2.HorizontalPodAutoscaler {
	return &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: "it"},
		Spec:       autoscalingv2.HorizontalPodAutoscalerSpec{MinReplicas: &least, MaxReplicas: most, Metrics: metrics},
		Status: autoscalingv2.HorizontalPodAutoscalerStatus{
			CurrentReplicas: replicas, DesiredReplicas: replicas,
			Conditions: []autoscalingv2.HorizontalPodAutoscalerCondition{{Type: autoscalingv2.ScalingActive, Status: corev1.ConditionTrue}},
		},
	}
}

func onQueue(name, average string) autoscalingv2.MetricSpec {
	return autoscalingv2.MetricSpec{External: &autoscalingv2.ExternalMetricSource{
		Metric: autoscalingv2.MetricIdentifier{Name: "queue_depth", Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"queue": name}}},
		Target: autoscalingv2.MetricTarget{AverageValue: quantity(average)},
	}}
}

func quantity(text string) *resource.Quantity {
	q := resource.MustParse(text)
	return &q
}

func TestAutoscalers(t *testing.T) {
	t.Parallel()
	type hpa = autoscalingv2.HorizontalPodAutoscaler
	for _, row := range []struct {
		name   string
		of     string
		look   func(context.Context, *Learner) error
		hpa    *hpa
		change func(*hpa)
		want   string
	}{
		{"worker", "worker", workerReadsOrders, lesson3Worker(), func(*hpa) {}, ""},
		{"worker on another queue", "worker", workerReadsOrders, lesson3Worker(), func(h *hpa) { h.Spec.Metrics[0].External.Metric.Selector = nil }, "no external metric queue_depth"},
		{"worker cannot read", "worker", workerReadsOrders, lesson3Worker(), func(h *hpa) { h.Status.Conditions[0].Status = "False"; h.Status.Conditions[0].Message = "why" }, "it says: why"},
		{"worker has not read", "worker", workerReadsOrders, lesson3Worker(), func(h *hpa) { h.Status.Conditions = nil }, "not looked at its metrics yet"},

		{"web", "web", webHasTwoMetrics, lesson3Web(), func(*hpa) {}, ""},
		{"web without requests", "web", webHasTwoMetrics, lesson3Web(), func(h *hpa) { h.Spec.Metrics = h.Spec.Metrics[1:] }, "no Pods metric http_requests"},
		{"web with another average", "web", webHasTwoMetrics, lesson3Web(), func(h *hpa) { h.Spec.Metrics[0].Pods.Target.AverageValue = quantity("6") }, "no Pods metric http_requests"},
		{"web without mails", "web", webHasTwoMetrics, lesson3Web(), func(h *hpa) { h.Spec.Metrics = h.Spec.Metrics[:1] }, "label queue: mails"},
		{"web with another target", "web", webHasTwoMetrics, lesson3Web(), func(h *hpa) { h.Spec.Metrics[1].External.Target = autoscalingv2.MetricTarget{Value: quantity("8")} }, "not an averageValue of 8"},
		{"web wants fewer", "web", webHasTwoMetrics, lesson3Web(), func(h *hpa) { h.Status.DesiredReplicas = 3 }, "wants 3 replicas and has 5: exercise 1"},
		{"web has fewer", "web", webHasTwoMetrics, lesson3Web(), func(h *hpa) { h.Status.CurrentReplicas = 3 }, "wants 5 replicas and has 3: exercise 1"},
		{"web reads other requests", "web", webHasTwoMetrics, lesson3Web(), func(h *hpa) { h.Status.CurrentMetrics[0].Pods.Current.AverageValue = quantity("10") }, "does not read 30 requests"},
		{"web reads other mails", "web", webHasTwoMetrics, lesson3Web(), func(h *hpa) { h.Status.CurrentMetrics[1].External.Current.AverageValue = quantity("6") }, "does not read 30 requests"},

		{"api", "api", apiRests, lesson3API(), func(*hpa) {}, ""},
		{"api on another metric", "api", apiRests, lesson3API(), func(h *hpa) { h.Spec.Metrics[0].Object.Metric.Name = "http_requests" }, "it scales on http_requests of the Service api: exercise 2 wants saturation"},
		{"api on another object", "api", apiRests, lesson3API(), func(h *hpa) { h.Spec.Metrics[0].Object.DescribedObject.Name = "web" }, "it scales on saturation of the Service web: exercise 2 wants"},
		{"api on two metrics", "api", apiRests, lesson3API(), func(h *hpa) { h.Spec.Metrics = append(h.Spec.Metrics, onQueue("mails", "8")) }, "it scales on saturation of the Service api and the external queue_depth: exercise 2"},
		{"api with an average", "api", apiRests, lesson3API(), func(h *hpa) {
			h.Spec.Metrics[0].Object.Target = autoscalingv2.MetricTarget{AverageValue: quantity("60")}
		}, "not a value of 60"},
		{"api with other limits", "api", apiRests, lesson3API(), func(h *hpa) { h.Spec.MaxReplicas = 8 }, "2 to 8 replicas"},
		{"api goes on", "api", apiRests, lesson3API(), func(h *hpa) { h.Status.DesiredReplicas = 2 }, "wants 2 replicas and has 3: exercise 2"},
		{"api without its behavior", "api", apiRests, lesson3API(), func(h *hpa) {
			h.Status.DesiredReplicas, h.Status.CurrentReplicas = 6, 6
			h.Status.Conditions = append(h.Status.Conditions, autoscalingv2.HorizontalPodAutoscalerCondition{
				Type: autoscalingv2.AbleToScale, Status: corev1.ConditionTrue, Reason: "ScaleDownStabilized",
			})
		}, "it has lost the behavior"},
		{"api stopped on its way", "api", apiRests, lesson3API(), func(h *hpa) { h.Status.CurrentMetrics[0].Object.Current.Value = quantity("60") }, "not by its saturation alone"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.change(row.hpa)
			s := server{json: map[string]string{"/apis/autoscaling/v2/namespaces/hpa/horizontalpodautoscalers/" + row.of: toJSON(t, row.hpa)}}
			says(t, row.look(t.Context(), s.lab(t, nil)), row.want)
		})
	}
}

func TestNoAutoscaler(t *testing.T) {
	t.Parallel()
	for want, look := range map[string]func(context.Context, *Learner) error{
		"step 7 makes it": workerReadsOrders, "step 2 makes it": webHasTwoMetrics, "step 5 makes it": apiRests,
	} {
		says(t, look(t.Context(), server{}.lab(t, nil)), want)
	}
}

func TestLeadsTo3(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"40": false, "40001m": true, "42": true, "45": true, "45001m": false, "60": false} {
		if leadsTo3(resource.MustParse(value)) != want {
			t.Errorf("%s: want %t", value, want)
		}
	}
}
