package kind

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"example.com/metrics-lab/lab/host/wait"
)

const poll = 200 * time.Millisecond

// waitReady waits until pods can run: the nodes are Ready and the controllers
// have made the service account that pods run as.
func (c *Cluster) waitReady(ctx context.Context) error {
	config, err := c.Config()
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	return wait.For(ctx, "the nodes to be Ready", readyTimeout, poll, func(ctx context.Context) (bool, string, error) {
		if _, err := client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{}); err != nil {
			return false, "", err
		}
		nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
		if err != nil {
			return false, "", err
		}
		for _, node := range nodes.Items {
			if problem := notReady(node); problem != "" {
				return false, problem, nil
			}
		}
		return len(nodes.Items) > 0, "no node", nil
	})
}

func notReady(node corev1.Node) string {
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady && condition.Status == corev1.ConditionTrue {
			return ""
		}
		if condition.Type == corev1.NodeReady {
			return node.Name + ": " + condition.Message
		}
	}
	return node.Name + " has not reported yet"
}
