package chaos

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/clients"
)

const (
	workload = "workload"
	replicas = 7 // as the queue that stands still has messages
)

// makeHPA makes a workload whose HPA wants 7 replicas. Its pods are never scheduled, so they cost nothing.
func makeHPA(ctx context.Context, c *clients.Clients) error {
	meta, labels := metav1.ObjectMeta{Name: workload}, map[string]string{"app": workload}
	_, err := c.Kubernetes.AppsV1().Deployments(namespace).Create(ctx, &appsv1.Deployment{ObjectMeta: meta, Spec: appsv1.DeploymentSpec{
		Selector: &metav1.LabelSelector{MatchLabels: labels},
		Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{
			SchedulingGates: []corev1.PodSchedulingGate{{Name: "e2e.example.com/never"}},
			Containers:      []corev1.Container{{Name: "none", Image: "metrics-lab/pause:node"}},
		}},
	}}, metav1.CreateOptions{})
	if err != nil {
		return fmt.Errorf("make a workload: %w", err)
	}
	one := resource.MustParse("1")
	_, err = c.Kubernetes.AutoscalingV2().HorizontalPodAutoscalers(namespace).Create(ctx, &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: meta, Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: workload}, MaxReplicas: 20,
			Metrics: []autoscalingv2.MetricSpec{{Type: autoscalingv2.ExternalMetricSourceType, External: &autoscalingv2.ExternalMetricSource{
				Metric: autoscalingv2.MetricIdentifier{Name: "depth", Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"tier": "still"}}},
				Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType, AverageValue: &one},
			}}},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		return fmt.Errorf("make an HPA: %w", err)
	}
	return nil
}

// hpaWatch looks at the HPA the whole time.
type hpaWatch struct {
	mu   sync.Mutex
	seen hpaReport
}

// hpaReport is what was seen of the HPA.
type hpaReport struct {
	// Blind is the longest time without its metric, as its conditions say, and Why what they said last.
	Blind time.Duration
	Why   string
	// Moved is the number of replicas that it wanted when that was not what it should be; else 0.
	Moved int32

	since time.Time
}

func (r hpaReport) String() string {
	said := "the HPA held"
	if r.Moved != 0 {
		said = fmt.Sprintf("the HPA went to %d", r.Moved)
	}
	if r.Blind > 0 {
		said += fmt.Sprintf(", and said for %.1f s: …%s", r.Blind.Seconds(), r.Why[max(0, len(r.Why)-80):])
	}
	return said
}

func watchHPA(t *testing.T, c *clients.Clients) *hpaWatch {
	t.Helper()
	w := &hpaWatch{}
	var group sync.WaitGroup
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	t.Cleanup(func() { cancel(); group.Wait() })
	hpas := c.Kubernetes.AutoscalingV2().HorizontalPodAutoscalers(namespace)
	group.Go(func() {
		for ctx.Err() == nil {
			if hpa, err := hpas.Get(ctx, workload, metav1.GetOptions{}); err == nil {
				w.add(hpa, time.Now())
			}
			sleep(ctx, 2*poll)
		}
	})
	return w
}

func (w *hpaWatch) add(hpa *autoscalingv2.HorizontalPodAutoscaler, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if hpa.Status.DesiredReplicas != replicas {
		w.seen.Moved = hpa.Status.DesiredReplicas
	}
	problem := autoscaling.Problem(hpa)
	if problem == nil {
		w.seen.since = time.Time{}
		return
	}
	if w.seen.since.IsZero() {
		w.seen.since = now
	}
	w.seen.Why, w.seen.Blind = strings.Join(strings.Fields(problem.Message), " "), max(w.seen.Blind, now.Sub(w.seen.since))
}

// well tells whether it had its metric, when it was looked at last.
func (w *hpaWatch) well() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen.since.IsZero()
}

// take returns what was seen since the last time.
func (w *hpaWatch) take() hpaReport {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.seen
	w.seen = hpaReport{since: taken.since}
	return taken
}
