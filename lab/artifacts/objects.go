package artifacts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/clients"
)

// kinds are what may explain a metric or an HPA. Secrets are not among them.
func kinds() []schema.GroupVersionResource {
	return []schema.GroupVersionResource{
		{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers"},
		{Group: "apps", Version: "v1", Resource: "deployments"},
		{Version: "v1", Resource: "pods"},
		{Version: "v1", Resource: "nodes"},
		{Version: "v1", Resource: "namespaces"},
		{Group: "apiregistration.k8s.io", Version: "v1", Resource: "apiservices"},
		v1alpha1.GroupVersion().WithResource("simulatedmetrics"),
		v1alpha1.GroupVersion().WithResource("clustersimulatedmetrics"),
	}
}

func collectObjects(ctx context.Context, c *clients.Clients, dir string) error {
	var problems []error
	for _, kind := range kinds() {
		list, err := c.Dynamic.Resource(kind).List(ctx, metav1.ListOptions{})
		if err == nil {
			err = writeObjects(list, filepath.Join(dir, kind.Resource+".yaml"))
		}
		problems = append(problems, err)
	}
	return errors.Join(append(problems, collectEvents(ctx, c, dir))...)
}

func writeObjects(list *unstructured.UnstructuredList, file string) error {
	var all bytes.Buffer
	for _, object := range list.Items {
		object.SetManagedFields(nil)
		data, err := yaml.Marshal(object.Object)
		if err != nil {
			return err
		}
		fmt.Fprintf(&all, "---\n%s", data)
	}
	return os.WriteFile(file, all.Bytes(), 0o644)
}

// collectEvents writes a table, oldest first.
func collectEvents(ctx context.Context, c *clients.Clients, dir string) error {
	events, err := c.Kubernetes.CoreV1().Events(metav1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	slices.SortStableFunc(events.Items, func(a, b corev1.Event) int { return lastSeen(a).Compare(lastSeen(b)) })
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, e := range events.Items {
		_, _ = fmt.Fprintf(table, "%s\t%s/%s/%s\t%s\t%s\t%s\n", lastSeen(e).Format("15:04:05"),
			e.InvolvedObject.Namespace, strings.ToLower(e.InvolvedObject.Kind), e.InvolvedObject.Name, e.Type, e.Reason, oneLine(e.Message))
	}
	_ = table.Flush() // into memory
	return os.WriteFile(filepath.Join(dir, "events.txt"), []byte(text.String()), 0o644)
}

// lastSeen: newer events have a time of their own and no last timestamp.
func lastSeen(event corev1.Event) time.Time {
	if !event.LastTimestamp.IsZero() {
		return event.LastTimestamp.Local()
	}
	return event.EventTime.Local()
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
