package kind

import (
	"context"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/host/wait"
)

const poll = 200 * time.Millisecond

// waitReady waits until pods can run: the nodes are Ready and the controllers
// have made the service account that pods run as.
func (c *Cluster) waitReady(ctx context.Context) error {
	made, err := c.Clients()
	if err != nil {
		return err
	}
	client := made.Kubernetes
	return wait.For(ctx, "the nodes to be Ready", readyTimeout, poll, func(ctx context.Context) (bool, string, error) {
		if _, err := client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{}); err != nil {
			return false, "", err
		}
		nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
		if err != nil {
			return false, "", err
		}
		for _, node := range nodes.Items {
			if problem := component.NotReady(node); problem != "" {
				return false, problem, nil
			}
		}
		return len(nodes.Items) > 0, "no node", nil
	})
}
