package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/host/wait"
)

// scaling is what can be seen of a workload and its HPA at one moment.
type scaling struct {
	asked, ready int32  // replicas of the Deployment
	value        string // of the metric, per pod, as the HPA read it last
	problem      string // what the HPA says is wrong, or ""
}

func (s scaling) String() string {
	seen := fmt.Sprintf("%d replicas, %d ready, value %s", s.asked, s.ready, s.value)
	if s.problem != "" {
		seen += ", problem: " + s.problem
	}
	return seen
}

func (s scaling) is(replicas int32) bool { return s.asked == replicas && s.ready == replicas }

func look(ctx context.Context, cfg *envconf.Config, ns string) (scaling, error) {
	var hpa autoscalingv2.HorizontalPodAutoscaler
	if err := cfg.Client().Resources().Get(ctx, workloadName, ns, &hpa); err != nil {
		return scaling{}, err
	}
	var workload appsv1.Deployment
	if err := cfg.Client().Resources().Get(ctx, workloadName, ns, &workload); err != nil {
		return scaling{}, err
	}
	s := scaling{
		asked: *workload.Spec.Replicas, ready: workload.Status.ReadyReplicas,
		value: currentValue(&hpa), problem: problemOf(&hpa),
	}
	notes.Seen("HPA "+ns+"/"+workloadName, s.String())
	return s, nil
}

// currentValue is the average of the first metric that has been read.
func currentValue(hpa *autoscalingv2.HorizontalPodAutoscaler) string {
	for _, metric := range autoscaling.Metrics(hpa) {
		if average := metric.Average(); average != "" {
			return average
		}
	}
	return "unknown"
}

// problemOf is what the HPA says when it does not scale.
func problemOf(hpa *autoscalingv2.HorizontalPodAutoscaler) string {
	if problem := autoscaling.Problem(hpa); problem != nil {
		return problem.Reason + ": " + problem.Message
	}
	return ""
}

// waitForReplicas waits until the HPA has asked for that many and they are ready.
func waitForReplicas(ctx context.Context, t *testing.T, cfg *envconf.Config, ns string, replicas int32) {
	t.Helper()
	waitForScaling(ctx, t, cfg, ns, fmt.Sprintf("%d ready replicas", replicas), func(s scaling) bool {
		return s.is(replicas) && s.problem == ""
	})
}

// waitForProblem waits until the HPA says that it cannot scale, in those words.
func waitForProblem(ctx context.Context, t *testing.T, cfg *envconf.Config, ns string, words ...string) {
	t.Helper()
	waitForScaling(ctx, t, cfg, ns, fmt.Sprintf("the HPA to say %q", words), func(s scaling) bool {
		for _, part := range words {
			if !strings.Contains(s.problem, part) {
				return false
			}
		}
		return true
	})
}

func waitForScaling(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, what string, done func(scaling) bool) {
	t.Helper()
	err := wait.For(ctx, what, scaleTimeout, poll, func(ctx context.Context) (bool, string, error) {
		s, err := look(ctx, cfg, ns)
		return err == nil && done(s), s.String(), err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// consistently looks again and again, for as long as the HPA looks several times, and
// fails at the first thing that is not as it should be.
func consistently(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, what string, as func(scaling) bool) {
	t.Helper()
	enough := time.Now().Add(stayPeriod)
	err := wait.For(ctx, what, scaleTimeout, poll, func(ctx context.Context) (bool, string, error) {
		s, err := look(ctx, cfg, ns)
		if err == nil && !as(s) {
			t.Fatalf("want %s for %s, got %s", what, stayPeriod, s)
		}
		return time.Now().After(enough), s.String(), err
	})
	if err != nil {
		t.Fatal(err)
	}
}
