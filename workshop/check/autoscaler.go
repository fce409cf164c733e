package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/host/wait"
)

// followPoll is how often an HPA is looked at, which changes once a second.
const followPoll = 200 * time.Millisecond

// getHPA returns an HPA. maker says who makes it: "step 1 makes it".
func getHPA(ctx context.Context, l *Learner, namespace, name, maker string) (*autoscalingv2.HorizontalPodAutoscaler, error) {
	hpa, err := l.Kubernetes.AutoscalingV2().HorizontalPodAutoscalers(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, maker)
	}
	return hpa, nil
}

// externalOf returns an external metric that an HPA reads of one queue, nil if it
// does not.
func externalOf(hpa *autoscalingv2.HorizontalPodAutoscaler, metric, queue string) *autoscalingv2.ExternalMetricSource {
	for _, m := range hpa.Spec.Metrics {
		e := m.External
		if e != nil && e.Metric.Name == metric && e.Metric.Selector != nil && e.Metric.Selector.MatchLabels["queue"] == queue {
			return e
		}
	}
	return nil
}

// isActive says what the HPA says if it cannot compute how many replicas it wants.
func isActive(hpa *autoscalingv2.HorizontalPodAutoscaler) error {
	switch active := autoscaling.Condition(hpa, autoscalingv2.ScalingActive); {
	case active == nil:
		return errors.New("it has not looked at its metrics yet: check again in a moment")
	case active.Status != corev1.ConditionTrue:
		return fmt.Errorf("it says: %s", active.Message)
	}
	return nil
}

// wantsNow says whether the HPA can compute how many replicas it wants, and wants so many.
func wantsNow(hpa *autoscalingv2.HorizontalPodAutoscaler, replicas int32) error {
	if err := isActive(hpa); err != nil {
		return err
	}
	if hpa.Status.DesiredReplicas != replicas {
		return fmt.Errorf("it wants %d replicas, and not %d: if it has only just changed, check again in a moment, or after five minutes if it is to go down", hpa.Status.DesiredReplicas, replicas)
	}
	return nil
}

// visits waits until an HPA has wanted each of the numbers of replicas, in any
// order, and meanwhile no more than the largest of them. What it wants at first does
// not count, nor what is above them before it is down there: that may come from what
// was declared before.
func visits(ctx context.Context, l *Learner, namespace, name string, patience time.Duration, numbers ...int32) error {
	var first int32
	var seen []int32
	var tooMany error
	err := wait.For(ctx, fmt.Sprintf("the HPA to want each of %v replicas", numbers), patience, followPoll, func(ctx context.Context) (bool, string, error) {
		hpa, err := getHPA(ctx, l, namespace, name, "it was there a moment ago")
		if err != nil {
			return false, "", err
		}
		now := hpa.Status.DesiredReplicas
		if first == 0 {
			first = now
		}
		if len(seen) == 0 && (now == first || now > slices.Max(numbers)) {
			return false, fmt.Sprintf("it wants %d", now), nil
		}
		if now > slices.Max(numbers) {
			tooMany = fmt.Errorf("it wants %d replicas", now)
			return true, "", nil
		}
		if !slices.Contains(seen, now) {
			seen = append(seen, now)
		}
		missing := slices.ContainsFunc(numbers, func(n int32) bool { return !slices.Contains(seen, n) })
		return !missing, fmt.Sprintf("it has wanted %v", seen), nil
	})
	if tooMany != nil {
		return tooMany
	}
	return err
}

// readsExternal says whether an HPA has read so much in all series of an external
// metric.
func readsExternal(hpa *autoscalingv2.HorizontalPodAutoscaler, total int64) error {
	for _, metric := range autoscaling.Metrics(hpa) {
		if metric.Type != autoscalingv2.ExternalMetricSourceType || metric.Average() == "" {
			continue
		}
		// The average is rounded up.
		replicas := int64(hpa.Status.CurrentReplicas)
		tooMuch := metric.Current.AverageValue.MilliValue()*replicas - total*1000
		if tooMuch >= 0 && tooMuch < max(replicas, 1) {
			return nil
		}
		return fmt.Errorf("it reads %s on average for %d pods, which is not %d in all: check again in a moment, if that has only just changed",
			metric.Average(), replicas, total)
	}
	return errors.New("it has not read its metric yet: check again in a moment")
}

// errLeaves is for an HPA that comes to a number of replicas, and leaves it again.
var errLeaves = errors.New("it does not keep")

// keeps waits until an HPA has wanted so many replicas, and no others, for a
// while. It gives up when the HPA has left that number twice, with errLeaves.
func keeps(ctx context.Context, l *Learner, namespace, name string, replicas int32, while, patience time.Duration) error {
	var last int32
	var others []int32
	left, since := 0, time.Now()
	err := wait.For(ctx, fmt.Sprintf("the HPA to keep %d replicas for %s", replicas, while), patience, followPoll, func(ctx context.Context) (bool, string, error) {
		hpa, err := getHPA(ctx, l, namespace, name, "it was there a moment ago")
		if err != nil {
			return false, "", err
		}
		now := hpa.Status.DesiredReplicas
		if now != replicas {
			since = time.Now()
			if last == replicas {
				left++
			}
			if !slices.Contains(others, now) {
				others = append(others, now)
			}
		}
		last = now
		return left == 2 || time.Since(since) >= while, fmt.Sprintf("it also wanted %v", others), nil
	})
	if err == nil && left == 2 {
		return fmt.Errorf("%w %d replicas, but also wants %v", errLeaves, replicas, others)
	}
	return err
}
