// Package demo applies the demo workload and watches its HPA scale it.
package demo

import (
	"context"
	"fmt"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/manifest"
)

const (
	// Namespace is where the demo is.
	Namespace = "demo"
	// Name is that of its Deployment and of its HPA.
	Name = "web"
	// Metric is what its HPA scales on.
	Metric = "packets-per-second"

	scaleTimeout = 2 * time.Minute
	poll         = 100 * time.Millisecond
)

// Seen is the demo at one moment, as the cluster tells it.
type Seen struct {
	// Replicas are the pods that are ready.
	Replicas int32
	// Value is the metric's average over the pods, "" before the HPA has read it.
	Value string
	// Target is the average that the HPA aims at.
	Target string
	// Problem is what the HPA says is wrong, or "".
	Problem string
}

func (s Seen) String() string {
	if s.Problem != "" {
		return fmt.Sprintf("%d ready replicas; the HPA says: %s", s.Replicas, s.Problem)
	}
	return fmt.Sprintf("%d ready replicas, %s %s per pod, target %s", s.Replicas, Metric, s.Value, s.Target)
}

// Run applies the demo and waits until the HPA has scaled it and the new pods
// are ready. It gives up after two minutes without anything new. It returns the
// demo as it was when the HPA had read the metric first, and as it is now.
func Run(ctx context.Context, root string, c *clients.Clients) (before, after Seen, err error) {
	objects, err := manifest.Build(root, "demo", nil)
	if err != nil {
		return before, after, err
	}
	if err := outlive(ctx, c.Kubernetes); err != nil {
		return before, after, err
	}
	if err := manifest.Apply(ctx, c, objects); err != nil {
		return before, after, err
	}
	err = wait.For(ctx, "the HPA to scale the demo", scaleTimeout, poll, func(ctx context.Context) (bool, string, error) {
		seen, scaled, err := Look(ctx, c.Kubernetes)
		if err != nil {
			return false, "", err
		}
		if before.Value == "" {
			before = seen
		}
		after = seen
		return scaled, seen.String(), nil
	})
	return before, after, err
}

// outlive waits until a namespace that is being deleted has gone: what is made in it
// would go with it.
func outlive(ctx context.Context, client kubernetes.Interface) error {
	return wait.For(ctx, "the namespace "+Namespace+", which is being deleted, to be gone", scaleTimeout, poll,
		func(ctx context.Context) (bool, string, error) {
			namespace, err := client.CoreV1().Namespaces().Get(ctx, Namespace, metav1.GetOptions{})
			if apierrors.IsNotFound(err) {
				return true, "", nil
			}
			return err == nil && namespace.DeletionTimestamp == nil, "", err
		})
}

// Look returns the demo as it is, and whether its HPA scales it: it has done so
// before, it reads the metric, and more pods than its minimum are ready, or as many
// as it wants. A low load wants the minimum.
func Look(ctx context.Context, client kubernetes.Interface) (seen Seen, scaled bool, err error) {
	hpa, err := client.AutoscalingV2().HorizontalPodAutoscalers(Namespace).Get(ctx, Name, metav1.GetOptions{})
	if err != nil {
		return seen, false, err
	}
	deployment, err := client.AppsV1().Deployments(Namespace).Get(ctx, Name, metav1.GetOptions{})
	if err != nil {
		return seen, false, err
	}
	seen = Seen{Replicas: deployment.Status.ReadyReplicas}
	for _, metric := range autoscaling.Metrics(hpa) {
		if metric.Type == autoscalingv2.PodsMetricSourceType && metric.Name == Metric {
			seen.Value, seen.Target = metric.Average(), metric.Target.AverageValue.String()
		}
	}
	if problem := autoscaling.Problem(hpa); problem != nil {
		seen.Problem = problem.Message
	}
	settled := seen.Replicas > *hpa.Spec.MinReplicas || seen.Replicas == hpa.Status.DesiredReplicas
	scaled = hpa.Status.LastScaleTime != nil && seen.Value != "" && settled
	return seen, scaled, nil
}
