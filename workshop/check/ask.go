package check

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/metrics/pkg/apis/external_metrics/v1beta1"
	"k8s.io/metrics/pkg/client/external_metrics"

	"example.com/metrics-lab/autoscaling"
)

// ask requests a path of the API server, as `kubectl get --raw` does. The error
// is what the API server says.
func ask(ctx context.Context, l *Learner, path string, into any) error {
	return autoscaling.Ask(ctx, l.Kubernetes.Discovery().RESTClient(), path, into)
}

// externalSeries asks for an external metric, as the HPA does.
func externalSeries(l *Learner, namespace, metric string, selector labels.Selector) ([]v1beta1.ExternalMetricValue, error) {
	client, err := external_metrics.NewForConfig(l.Config)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	list, err := client.NamespacedMetrics(namespace).List(metric, selector)
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

// answer reads what was kept in workshop/answers, in one line.
func answer(l *Learner, name string) (string, error) {
	data, err := os.ReadFile(filepath.Join(l.Root, "workshop", "answers", name))
	if err != nil {
		return "", err
	}
	text := strings.TrimSpace(string(data))
	if text == "" || strings.Contains(text, "\n") {
		return "", fmt.Errorf("workshop/answers/%s has no line, or more than one", name)
	}
	return text, nil
}
