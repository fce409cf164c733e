package embedded

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/host/wait"
)

const (
	readyTimeout = time.Minute
	readyPoll    = 100 * time.Millisecond
	nodeName     = "node-1"
)

// waitReady makes the node and waits until pods can run: the node is Ready and
// the controllers have made the service account that pods run as.
func (c *Cluster) waitReady(ctx context.Context) error {
	made, err := c.Clients()
	if err != nil {
		return err
	}
	client := made.Kubernetes
	waiting, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	return wait.For(waiting, "the control plane to be ready", readyTimeout, readyPoll,
		func(ctx context.Context) (bool, string, error) {
			ended, err := c.ended(ctx)
			if err != nil {
				return false, "", err
			}
			if len(ended) > 0 {
				cancel(c.explain(ended[0]))
				return false, "", nil
			}
			if err := ensureNode(ctx, client); err != nil {
				return false, "", err
			}
			if _, err := client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{}); err != nil {
				return false, "", err
			}
			node, err := client.CoreV1().Nodes().Get(ctx, nodeName, metav1.GetOptions{})
			if err != nil {
				return false, "", err
			}
			problem := component.NotReady(*node)
			return problem == "", problem, nil
		})
}

// ensureNode makes a node that kwok runs pods on. Its size is that of a large
// machine, so that a scale-out is limited by the HPA and not by the node.
func ensureNode(ctx context.Context, client kubernetes.Interface) error {
	size := corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse("64"),
		corev1.ResourceMemory: resource.MustParse("256Gi"),
		corev1.ResourcePods:   resource.MustParse("1000"),
	}
	_, err := client.CoreV1().Nodes().Create(ctx, &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name:        nodeName,
			Labels:      map[string]string{"type": "kwok", "kubernetes.io/hostname": nodeName, "kubernetes.io/os": "linux"},
			Annotations: map[string]string{"kwok.x-k8s.io/node": "fake"},
		},
		Status: corev1.NodeStatus{Capacity: size, Allocatable: size},
	}, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("make the node: %w", err)
	}
	return nil
}
