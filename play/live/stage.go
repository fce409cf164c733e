package live

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/play/engine"
)

// manager owns the fields of what is declared.
const manager = "lab-play"

// poll is how often the adapter is asked whether it has noticed a declaration.
const poll = 100 * time.Millisecond

// stage is a namespace, and what is put into it.
type stage struct {
	*Cluster
	in        engine.Input
	namespace string
}

// set makes all that is there before the HPAs come, and says when the play starts: at a whole second, since declarations
// count from one.
func (s stage) set(ctx context.Context, r *recorder) (start time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for _, w := range s.in.Workloads {
		object, err := deploymentOf(w)
		if err != nil {
			return start, err
		}
		if _, err := s.Kubernetes.AppsV1().Deployments(s.namespace).Create(ctx, object, metav1.CreateOptions{}); err != nil {
			return start, fmt.Errorf("make the Deployment %s: %w", w.Name, err)
		}
	}
	for _, service := range servicesOf(s.in) {
		if _, err := s.Kubernetes.CoreV1().Services(s.namespace).Create(ctx, service, metav1.CreateOptions{}); err != nil {
			return start, fmt.Errorf("make the Service %s: %w", service.Name, err)
		}
	}
	if err := r.allReady(ctx); err != nil {
		return start, err
	}
	start = s.Clock.Now().Add(settle).Truncate(time.Second).Add(time.Second)
	return start, s.declare(ctx, start)
}

// declare declares the metrics, and waits until the adapter has noticed.
func (s stage) declare(ctx context.Context, start time.Time) error {
	for i, m := range s.in.Metrics {
		declared := declarationOf(i, m, s.namespace, start)
		if err := s.Declarations.Apply(ctx, declared, manager); err != nil {
			return fmt.Errorf("declare the metric %s: %w", m.Name, err)
		}
		if err := s.noticed(ctx, declared); err != nil {
			return fmt.Errorf("wait for the adapter to notice the metric %s: %w", m.Name, err)
		}
	}
	return nil
}

func (s stage) noticed(ctx context.Context, declared *v1alpha1.SimulatedMetric) error {
	for {
		status, generation, err := s.Declarations.Status(ctx, declared)
		if err != nil || status.Condition(v1alpha1.ConditionAccepted, generation) != nil {
			return err
		}
		if err := s.sleep(ctx, poll); err != nil {
			return err
		}
	}
}

// scale makes the HPAs. The controller looks at each at once.
func (s stage) scale(ctx context.Context) error {
	for _, hpa := range s.in.HPAs {
		if _, err := s.Kubernetes.AutoscalingV2().HorizontalPodAutoscalers(s.namespace).Create(ctx, hpaOf(hpa), metav1.CreateOptions{}); err != nil {
			return fmt.Errorf("make the HPA %s: %w", hpa.Name, err)
		}
	}
	return nil
}

// allReady waits until the pods of the start are.
func (r *recorder) allReady(ctx context.Context) error {
	for {
		late := r.late()
		if late == "" {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the pods of the start: %s: %w", late, context.Cause(ctx))
		case <-r.news:
		}
	}
}

// late is the workload that is not complete yet; empty if all are.
func (r *recorder) late() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, w := range r.in.Workloads {
		if s := r.sample(w); s.Ready != w.Replicas || s.Wanted != w.Replicas || s.Existing != w.Replicas {
			return fmt.Sprintf("%d of %d pods of %s are ready", s.Ready, w.Replicas, w.Name)
		}
	}
	return ""
}
