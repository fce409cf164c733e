package e2e

import (
	"context"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	"k8s.io/metrics/pkg/client/custom_metrics"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/host/wait"
)

// question is a request for a custom metric. It can be asked in two versions of
// the API, by the typed client and by the path.
type question struct {
	kind           schema.GroupKind
	resource       string // of the kind, with its group
	namespace      string // empty: the objects are root-scoped
	name           string // empty: the objects that the selector picks
	selector       string
	metric         string
	metricSelector string
}

// answer is one value, without its time.
type answer struct {
	Object   corev1.ObjectReference
	Metric   string
	Selector *metav1.LabelSelector
	Value    string
}

// asks waits until the question is answered as wanted, whichever way it is
// asked: the adapter sees what was made a moment later.
func asks(ctx context.Context, t *testing.T, cfg *envconf.Config, q question, want ...answer) {
	t.Helper()
	raw := rawClient(t, restConfig(cfg))
	for _, version := range []string{"v1beta1", "v1beta2"} {
		client := customClientOf(t, cfg, version)
		err := wait.For(ctx, "the answer to GET "+q.path(version), seenTimeout, poll, func(ctx context.Context) (bool, string, error) {
			if diff, err := q.askRaw(ctx, raw, version, want); diff != "" || err != nil {
				return false, "the path: (-want +got)\n" + diff, err
			}
			diff, err := q.askTyped(client, want)
			return diff == "", "the typed client: (-want +got)\n" + diff, err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// askRaw returns how the JSON of the answer differs from what is wanted.
func (q question) askRaw(ctx context.Context, client rest.Interface, version string, want []answer) (diff string, err error) {
	var list map[string]any
	if err := autoscaling.Ask(ctx, client, q.path(version), &list); err != nil {
		return "", err
	}
	if err := takeTimes(list); err != nil {
		return "", err
	}
	return cmp.Diff(wireList(version, want), list), nil
}

// askTyped returns how the answer that the typed client reads differs.
func (q question) askTyped(client custom_metrics.CustomMetricsClient, want []answer) (diff string, err error) {
	if q.resource == "namespaces" && q.name == "" {
		return "", nil // this client refuses to ask for several namespaces; the API does not
	}
	got, err := q.typed(client)
	return cmp.Diff(want, got), err
}

// path is what the typed client requests, written down on its own.
func (q question) path(version string) string {
	path, name := "/apis/custom.metrics.k8s.io/"+version, q.name
	if name == "" {
		name = "*"
	}
	switch {
	case q.resource == "namespaces":
		path += "/namespaces/" + name + "/metrics/" + q.metric
	case q.namespace == "":
		path += "/" + q.resource + "/" + name + "/" + q.metric
	default:
		path += "/namespaces/" + q.namespace + "/" + q.resource + "/" + name + "/" + q.metric
	}
	return path + "?" + url.Values{"labelSelector": {q.selector}, "metricLabelSelector": {q.metricSelector}}.Encode()
}

// typed asks as the HPA controller does.
func (q question) typed(client custom_metrics.CustomMetricsClient) ([]answer, error) {
	selector, err := labels.Parse(q.selector)
	if err != nil {
		return nil, err
	}
	metricSelector, err := labels.Parse(q.metricSelector)
	if err != nil {
		return nil, err
	}
	metrics := client.RootScopedMetrics()
	if q.namespace != "" {
		metrics = client.NamespacedMetrics(q.namespace)
	}
	var list v1beta2.MetricValueList
	if q.name == "" {
		got, err := metrics.GetForObjects(q.kind, selector, q.metric, metricSelector)
		if err != nil {
			return nil, err
		}
		list = *got
	} else {
		got, err := metrics.GetForObject(q.kind, q.name, q.metric, metricSelector)
		if err != nil {
			return nil, err
		}
		list.Items = []v1beta2.MetricValue{*got}
	}
	return answersOf(list)
}

func answersOf(list v1beta2.MetricValueList) ([]answer, error) {
	var answers []answer
	for _, item := range list.Items {
		if err := isRecent(item.Timestamp.Time); err != nil {
			return nil, err
		}
		answers = append(answers, answer{
			Object: item.DescribedObject, Metric: item.Metric.Name, Selector: item.Metric.Selector, Value: item.Value.String(),
		})
	}
	return answers, nil
}
