package check

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
)

func TestWorkerScalesOn(t *testing.T) {
	t.Parallel()
	external := func(queue string) autoscalingv2.MetricSpec {
		return autoscalingv2.MetricSpec{External: &autoscalingv2.ExternalMetricSource{Metric: autoscalingv2.MetricIdentifier{
			Name: queueLength, Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"queue": queue}},
		}, Target: autoscalingv2.MetricTarget{Type: autoscalingv2.AverageValueMetricType}}}
	}
	thermostat := external("orders")
	thermostat.External.Target.Type = autoscalingv2.ValueMetricType
	read := autoscalingv2.MetricStatus{External: &autoscalingv2.ExternalMetricStatus{Metric: autoscalingv2.MetricIdentifier{Name: queueLength}}}
	active := func(status corev1.ConditionStatus) autoscalingv2.HorizontalPodAutoscalerCondition {
		return autoscalingv2.HorizontalPodAutoscalerCondition{Type: autoscalingv2.ScalingActive, Status: status, Reason: "Reason", Message: "message"}
	}
	for _, row := range []struct {
		name      string
		namespace string
		spec      []autoscalingv2.MetricSpec
		read      []autoscalingv2.MetricStatus
		active    corev1.ConditionStatus
		want      string
	}{
		{"as it is to be", "queue", []autoscalingv2.MetricSpec{external("orders")}, []autoscalingv2.MetricStatus{read}, "True", ""},
		{"elsewhere", "default", nil, nil, "True", "not found: step 6 makes it"},
		{"of another queue", "queue", []autoscalingv2.MetricSpec{external("invoices")}, []autoscalingv2.MetricStatus{read}, "True", "it has no external metric queue_length with the selector queue=orders: some step"},
		{"of no external metric", "queue", []autoscalingv2.MetricSpec{{}}, nil, "True", "some step"},
		{"with another type of target", "queue", []autoscalingv2.MetricSpec{thermostat}, []autoscalingv2.MetricStatus{read}, "True", "the target of queue_length is of the type Value"},
		{"inactive", "queue", []autoscalingv2.MetricSpec{external("orders")}, []autoscalingv2.MetricStatus{read}, "False", "it says: message"},
		{"not read yet", "queue", []autoscalingv2.MetricSpec{external("orders")}, nil, "True", "wait a second"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			hpa := &autoscalingv2.HorizontalPodAutoscaler{ObjectMeta: metav1.ObjectMeta{Namespace: row.namespace, Name: "worker"}}
			hpa.Spec.Metrics, hpa.Status.CurrentMetrics = row.spec, row.read
			hpa.Status.Conditions = []autoscalingv2.HorizontalPodAutoscalerCondition{active(row.active)}
			l := with(fake.NewClientset([]runtime.Object{hpa}...))
			wantError(t, workerScalesOn(t.Context(), l, queueLength, autoscalingv2.AverageValueMetricType, "some step"), row.want)
		})
	}
}

func TestQueueTestsPass(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, test, want string
	}{
		{"they pass", "package queue\n\nimport \"testing\"\n\nfunc TestIt(*testing.T) {}\n", ""},
		{"they fail", "package queue\n\nimport \"testing\"\n\nfunc TestIt(t *testing.T) { t.Error() }\n", "type go test ./adapter/source/queue to see why"},
		{"there are none", "", "steps 3 and 4"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			put(t, root, "go.mod", "module example.test/a\n\ngo 1.26\n")
			put(t, root, "adapter/source/queue/queue.go", "// Package queue is a test.\npackage queue\n")
			if row.test != "" {
				put(t, root, "adapter/source/queue/queue_test.go", row.test)
			}
			wantError(t, queueTestsPass(t.Context(), &Learner{Root: root}), row.want)
		})
	}
}

func TestWaitingIsTested(t *testing.T) {
	t.Parallel()
	const constant = "package queue\n\nconst waiting = \"queue_waiting_seconds\"\n"
	for _, row := range []struct{ name, code, test, want string }{
		{"by its name", constant, `package queue; var _ = "queue_waiting_seconds"`, ""},
		{"by its constant", constant, "package queue; var _ = waiting", ""},
		{"what the endpoint says is not the metric", constant, "package queue; var _ = `{\"waiting\": 1}`", "no test does"},
		{"a name that means something else", "package queue", "package queue; var _ = waiting", "no test does"},
		{"does not compile", constant, "package", "read the source and its tests"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			put(t, root, "adapter/source/queue/queue.go", row.code)
			put(t, root, "adapter/source/queue/queue_test.go", row.test)
			wantError(t, waitingIsTested(t.Context(), &Learner{Root: root}), row.want)
		})
	}
}

func put(t *testing.T, root, name, text string) {
	t.Helper()
	file := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestServiceIsMeasured(t *testing.T) {
	t.Parallel()
	now, old := time.Now().UTC().Format(time.RFC3339), time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	const ofService, ofQueue = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/queue/services/orders/queue_length", "/apis/external.metrics.k8s.io/v1beta1/namespaces/queue/queue_length?queue=orders"
	for _, row := range []struct {
		name, service, queue, at, want string
	}{
		{"as it is to be", "40", "40", now, ""},
		{"not the queue's", "0", "40", now, "it is 0, and the queue orders has 40"},
		{"old", "40", "40", old, "it was measured 1h0m"},
		{"not there", "", "40", now, "exercise 3 adds it"},
		{"no queue to compare it with", "40", "", now, "not before what is said above"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := server{json: map[string]string{}}
			if row.service != "" {
				s.json[ofService] = fmt.Sprintf(`{"kind": "MetricValueList", "apiVersion": "custom.metrics.k8s.io/v1beta2", "items": [{"timestamp": %q, "value": %q}]}`, row.at, row.service)
			}
			if row.queue != "" {
				s.json[ofQueue] = fmt.Sprintf(`{"kind": "ExternalMetricValueList", "apiVersion": "external.metrics.k8s.io/v1beta1", "items": [{"timestamp": %q, "value": %q}]}`, row.at, row.queue)
			}
			says(t, serviceIsMeasured(t.Context(), s.lab(t, nil)), row.want)
		})
	}
}

func TestQueuesAreMeasured(t *testing.T) {
	t.Parallel()
	now, old := time.Now().UTC().Format(time.RFC3339), time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	series := func(queue, at string) string {
		return fmt.Sprintf(`{"metricName": "queue_length", "metricLabels": {%s}, "timestamp": %q, "value": "1"}`, queue, at)
	}
	orders, invoices := `"queue": "orders"`, `"queue": "invoices"`
	for _, row := range []struct {
		name  string
		items []string
		want  string
	}{
		{"as it is to be", []string{series(orders, now), series(invoices, now)}, ""},
		{"old", []string{series(orders, now), series(invoices, old)}, `queue "invoices" was measured 1h0m`},
		{"no label", []string{series("", now)}, "with the label queue"},
		{"one for all", []string{series(orders, now), series(orders, now)}, "want one for each queue"},
		{"none", []string{}, "it has 0 series"},
		{"refused", nil, "some step"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if row.items == nil || r.URL.Path != "/apis/external.metrics.k8s.io/v1beta1/namespaces/queue/queue_length" {
					w.WriteHeader(http.StatusNotFound)
				}
				w.Header().Set("Content-Type", "application/json")
				_, _ = fmt.Fprintf(w, `{"kind": "ExternalMetricValueList", "apiVersion": "external.metrics.k8s.io/v1beta1", "items": [%s]}`, strings.Join(row.items, ","))
			}))
			t.Cleanup(server.Close)
			wantError(t, queuesAreMeasured(&Learner{Lab: of(t, server.URL)}, queueLength, "some step"), row.want)
		})
	}
}
