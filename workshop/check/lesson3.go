package check

import (
	"context"
	"errors"
	"fmt"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/resource"

	"example.com/metrics-lab/autoscaling"
)

// queueDepth is the external metric of lessons 3 and 4.
const queueDepth = "queue_depth"

func lesson3() lesson {
	return lesson{"The HPA", []item{
		{"the HPA hpa/worker reads queue_depth of the orders", workerReadsOrders},
		{"the HPA hpa/web has two metrics, and the larger wins: 5 replicas", webHasTwoMetrics},
		{"the HPA hpa/api aims at a saturation of 60, and rests at 3 replicas", apiRests},
	}}
}

func workerReadsOrders(ctx context.Context, l *Learner) error {
	hpa, err := getHPA(ctx, l, "hpa", "worker", "step 7 makes it")
	if err != nil {
		return err
	}
	if externalOf(hpa, queueDepth, "orders") == nil {
		return errors.New("it has no external metric queue_depth with the label queue: orders: step 7 has it")
	}
	return isActive(hpa)
}

func webHasTwoMetrics(ctx context.Context, l *Learner) error {
	hpa, err := getHPA(ctx, l, "hpa", "web", "step 2 makes it, and exercise 1 changes it")
	if err != nil {
		return err
	}
	mails := externalOf(hpa, queueDepth, "mails")
	switch {
	case !onRequests(hpa.Spec.Metrics):
		return errors.New("it has no Pods metric http_requests with the averageValue 10: exercise 1 adds a metric to that of step 2")
	case mails == nil:
		return errors.New("it has no external metric queue_depth with the label queue: mails: exercise 1 adds it")
	case !is(mails.Target.AverageValue, 8):
		return errors.New("its target for queue_depth is not an averageValue of 8: exercise 1 says how many mails a pod can take")
	}
	const otherwise = "exercise 1 makes it 30 requests and 40 mails"
	if err := rests(hpa, 5, otherwise); err != nil {
		return err
	}
	if !readsOfAll(hpa, 30, 40) {
		return errors.New("it is at 5 replicas, but does not read 30 requests and 40 mails: " + otherwise)
	}
	return nil
}

// readsOfAll says whether an HPA with 5 replicas reads so many requests and mails.
func readsOfAll(hpa *autoscalingv2.HorizontalPodAutoscaler, requests, mails int64) bool {
	found := 0
	for _, metric := range autoscaling.Metrics(hpa) {
		switch {
		case metric.Current == nil:
		case metric.Type == autoscalingv2.PodsMetricSourceType && is(metric.Current.AverageValue, requests/5),
			metric.Type == autoscalingv2.ExternalMetricSourceType && is(metric.Current.AverageValue, mails/5):
			found++
		}
	}
	return found == 2
}

func apiRests(ctx context.Context, l *Learner) error {
	hpa, err := getHPA(ctx, l, "hpa", "api", "step 5 makes it, and exercise 2 changes it")
	if err != nil {
		return err
	}
	var saturation *autoscalingv2.ObjectMetricSource
	for _, metric := range hpa.Spec.Metrics {
		if o := metric.Object; o != nil && o.Metric.Name == "saturation" && o.DescribedObject.Kind == "Service" && o.DescribedObject.Name == "api" {
			saturation = o
		}
	}
	switch {
	case saturation == nil || len(hpa.Spec.Metrics) != 1:
		return fmt.Errorf("it scales on %s: exercise 2 wants saturation of the Service api in place of all others", metricsOf(hpa))
	case !is(saturation.Target.Value, 60):
		return errors.New("its target is not a value of 60: see step 6")
	case *hpa.Spec.MinReplicas != 2 || hpa.Spec.MaxReplicas != 6:
		return fmt.Errorf("it may have %d to %d replicas, and exercise 2 says 2 to 6", *hpa.Spec.MinReplicas, hpa.Spec.MaxReplicas)
	}
	if err := rests(hpa, 3, "exercise 2 looks for the value of saturation that leads there from 6, so set it to 90 and let it come to rest before you try another one"); err != nil {
		return err
	}
	// It has one metric, as was seen above.
	if current := autoscaling.Metrics(hpa)[0].Current; current != nil && current.Value != nil && leadsTo3(*current.Value) {
		return nil
	}
	return errors.New("it is at 3 replicas, but not by its saturation alone: exercise 2 wants a value that leads from 6 replicas to 3")
}

// metricsOf names what an HPA scales on: "response_time_ms of the Service api and saturation of the Service api".
func metricsOf(hpa *autoscalingv2.HorizontalPodAutoscaler) string {
	var all []string
	for _, m := range hpa.Spec.Metrics {
		switch {
		case m.Object != nil:
			all = append(all, fmt.Sprintf("%s of the %s %s", m.Object.Metric.Name, m.Object.DescribedObject.Kind, m.Object.DescribedObject.Name))
		case m.Pods != nil:
			all = append(all, m.Pods.Metric.Name+" of pods")
		case m.External != nil:
			all = append(all, "the external "+m.External.Metric.Name)
		default:
			all = append(all, fmt.Sprintf("a metric of type %s", m.Type))
		}
	}
	return strings.Join(all, " and ")
}

// leadsTo3 says whether an HPA that aims at 60 goes down from 6 replicas until it
// has 3: 3 times the ratio is more than 2, and 4 times the ratio at most 3.
func leadsTo3(saturation resource.Quantity) bool {
	milli := saturation.MilliValue()
	return 3*milli > 2*60_000 && 4*milli <= 3*60_000
}

func onRequests(metrics []autoscalingv2.MetricSpec) bool {
	for _, metric := range metrics {
		if p := metric.Pods; p != nil && p.Metric.Name == "http_requests" && is(p.Target.AverageValue, 10) {
			return true
		}
	}
	return false
}

func is(quantity *resource.Quantity, want int64) bool {
	return quantity != nil && quantity.MilliValue() == 1000*want
}

// rests says whether an HPA wants so many replicas, and has them.
func rests(hpa *autoscalingv2.HorizontalPodAutoscaler, replicas int32, otherwise string) error {
	if err := isActive(hpa); err != nil {
		return err
	}
	wants, has := hpa.Status.DesiredReplicas, hpa.Status.CurrentReplicas
	switch {
	case wants == replicas && has == replicas:
		return nil
	case isStabilized(hpa):
		return fmt.Errorf("it wants %d replicas, as it did some minutes ago: it has lost the behavior that the files of this lesson give it", wants)
	}
	return fmt.Errorf("it wants %d replicas and has %d: %s", wants, has, otherwise)
}

// isStabilized says whether an HPA would scale down but for its window.
func isStabilized(hpa *autoscalingv2.HorizontalPodAutoscaler) bool {
	able := autoscaling.Condition(hpa, autoscalingv2.AbleToScale)
	return able != nil && able.Reason == "ScaleDownStabilized"
}
