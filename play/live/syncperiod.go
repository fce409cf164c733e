package live

import (
	"context"
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/play/engine"
)

// syncPeriodFlag is that of kube-controller-manager.
const syncPeriodFlag = "--horizontal-pod-autoscaler-sync-period="

// checkSyncPeriod refuses a cluster whose controller has another sync period than is said. It is known where the controller is
// a pod, as kind has it; an embedded cluster does not tell.
func (c *Cluster) checkSyncPeriod(ctx context.Context) error {
	pods, err := c.Kubernetes.CoreV1().Pods(metav1.NamespaceSystem).List(ctx, metav1.ListOptions{LabelSelector: "component=kube-controller-manager"})
	if err != nil {
		return fmt.Errorf("read the sync period of the HPA controller: %w", err)
	}
	for _, pod := range pods.Items {
		for _, container := range pod.Spec.Containers {
			if has := syncPeriodOf(append(container.Command, container.Args...)); has != c.SyncPeriod {
				return fmt.Errorf("the sync period of the cluster is said to be %s, and its controller has %s: write that", c.SyncPeriod, has)
			}
		}
	}
	return nil
}

// syncPeriodOf is what arguments say, or the default.
func syncPeriodOf(arguments []string) time.Duration {
	for _, argument := range arguments {
		if text, ok := strings.CutPrefix(argument, syncPeriodFlag); ok {
			if period, err := time.ParseDuration(text); err == nil {
				return period
			}
		}
	}
	return engine.DefaultController().SyncPeriod
}
