package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/source"
)

// local is a backend whose metrics are each in one namespace only.
type local struct {
	backend
	metricsOf, externalOf map[string]string // the namespace, by the name of the metric
}

func (l *local) HasIn(metric source.Metric, namespace string) bool {
	return l.metricsOf[metric.Name] == namespace
}

func (l *local) HasExternalIn(metric, namespace string) bool {
	return l.externalOf[metric] == namespace
}

// TestManySimilarMetrics: the answer does not grow with their number, and names those first that may have been meant.
func TestManySimilarMetrics(t *testing.T) {
	t.Parallel()
	b := &backend{}
	for i := range 2000 {
		name := fmt.Sprintf("metric-%04d", i)
		b.metrics = append(b.metrics, namespaced(pods, name))
		b.external = append(b.external, name)
	}
	b.metrics = append(b.metrics, namespaced(pods, "request_rate"), namespaced(deployments, "requests_rate"))
	b.external = append(b.external, "queue_length")
	p := newProvider(&cluster{}, b)

	_, err := p.GetMetricByName(t.Context(), shop("web-0"), metricsprovider.CustomMetricInfo{GroupResource: pods, Namespaced: true, Metric: "requests_rate"}, labels.Everything())
	message := refusalOf(t, err).Message
	if want := "known: deployments.apps/requests_rate (namespaced), pods/request_rate (namespaced), pods/metric-"; !strings.Contains(message, want) {
		t.Errorf("got %q, want %q", message, want)
	}
	if want := " and 1997 more"; !strings.HasSuffix(message, want) || len(message) > 400 {
		t.Errorf("got %q, want %q", message, want)
	}

	_, err = p.GetExternalMetric(t.Context(), "shop", labels.Everything(), metricsprovider.ExternalMetricInfo{Metric: "queue-length"})
	message = refusalOf(t, err).Message
	if !strings.Contains(message, "known: queue_length, ") || !strings.HasSuffix(message, " and 1996 more") {
		t.Errorf("got %q", message)
	}
}

// TestSimilarMetricsOfOtherNamespaces are not named: who they are and what they measure is their own business.
func TestSimilarMetricsOfOtherNamespaces(t *testing.T) {
	t.Parallel()
	declared := &local{
		backend: backend{
			metrics:  []source.Metric{namespaced(pods, "mine"), namespaced(pods, "theirs"), {Name: "load", Resource: nodes}},
			external: []string{"mine", "theirs"},
		},
		metricsOf: map[string]string{"mine": "shop", "theirs": "bank"}, externalOf: map[string]string{"mine": "shop", "theirs": "bank"},
	}
	p := newProvider(&cluster{}, &backend{metrics: []source.Metric{namespaced(pods, "everybodys")}, external: []string{"everybodys"}})
	p.ObjectSources = append(p.ObjectSources, declared)
	p.ExternalSources = append(p.ExternalSources, declared)

	for _, test := range []struct{ resource, want string }{
		{"pods", "known: pods/everybodys (namespaced), pods/mine (namespaced)"},
		{"deployments", "known: nodes/load (root-scoped), pods/everybodys (namespaced), pods/mine (namespaced)"},
	} {
		info := metricsprovider.CustomMetricInfo{GroupResource: schema.ParseGroupResource(test.resource), Namespaced: true, Metric: "none"}
		_, err := p.GetMetricBySelector(t.Context(), "shop", labels.Everything(), info, labels.Everything())
		if got := refusalOf(t, err).Message; !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.resource, got, test.want)
		}
	}
	_, err := p.GetExternalMetric(t.Context(), "shop", labels.Everything(), metricsprovider.ExternalMetricInfo{Metric: "none"})
	if got, want := refusalOf(t, err).Message, "known: everybodys, mine"; !strings.HasSuffix(got, want) {
		t.Errorf("external: got %q, want %q", got, want)
	}
}
