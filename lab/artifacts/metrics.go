package artifacts

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/clients"
)

// collectMetrics writes what the metrics APIs answer: what there is, and what
// each HPA asks for. An error is an answer too.
func collectMetrics(ctx context.Context, c *clients.Clients, dir string) error {
	asked := map[string][]string{"discovery": {
		"/apis/custom.metrics.k8s.io/v1beta1", "/apis/custom.metrics.k8s.io/v1beta2", "/apis/external.metrics.k8s.io/v1beta1", "/apis/metrics.k8s.io/v1beta1",
	}}
	hpas, err := c.Kubernetes.AutoscalingV2().HorizontalPodAutoscalers(metav1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	paths, err := autoscaling.NewPaths(c.Config)
	if err != nil {
		return err
	}
	var problems []error
	for _, hpa := range hpas.Items {
		of, err := paths.Of(ctx, &hpa)
		asked["hpa-"+hpa.Namespace+"-"+hpa.Name] = of
		problems = append(problems, err)
	}
	for name, paths := range asked {
		problems = append(problems, os.WriteFile(filepath.Join(dir, name+".txt"), answers(ctx, c.Kubernetes, paths), 0o644))
	}
	return errors.Join(problems...)
}

// answers are what the API server says to each of the paths.
func answers(ctx context.Context, client kubernetes.Interface, paths []string) []byte {
	var all bytes.Buffer
	for _, path := range paths {
		fmt.Fprintf(&all, "$ kubectl get --raw '%s'\n", path)
		data, err := client.Discovery().RESTClient().Get().RequestURI(path).DoRaw(ctx)
		if err != nil {
			fmt.Fprintf(&all, "error: %v\n", err)
		}
		if json.Indent(&all, bytes.TrimSpace(data), "", "  ") != nil {
			all.Write(data) // not JSON: as it is
		}
		all.WriteString("\n\n")
	}
	return []byte(strings.TrimSpace(all.String()) + "\n")
}
