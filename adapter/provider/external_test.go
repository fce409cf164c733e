package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/metrics/pkg/apis/external_metrics"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/source"
)

func TestGetExternalMetric(t *testing.T) {
	t.Parallel()
	p := newProvider(&cluster{}, &backend{}, &backend{external: []string{"queue"}, series: []source.Sample{
		{Value: resource.MustParse("40"), Time: noon, Labels: labels.Set{"queue": "orders"}},
		{Value: resource.MustParse("5"), Time: noon, Labels: labels.Set{"queue": "orders", "tier": "premium"}},
		{Value: resource.MustParse("10"), Time: noon, Labels: labels.Set{"queue": "invoices"}},
	}})
	series := func(value string, set map[string]string) external_metrics.ExternalMetricValue {
		return external_metrics.ExternalMetricValue{
			MetricName: "queue", MetricLabels: set, Timestamp: metav1.NewTime(noon), Value: resource.MustParse(value),
		}
	}
	orders := series("40", map[string]string{"queue": "orders"})
	premium := series("5", map[string]string{"queue": "orders", "tier": "premium"})
	invoices := series("10", map[string]string{"queue": "invoices"})

	for _, test := range []struct {
		name     string
		selector string
		want     []external_metrics.ExternalMetricValue
	}{
		{name: "all", want: []external_metrics.ExternalMetricValue{orders, premium, invoices}},
		{name: "equals", selector: "queue=orders", want: []external_metrics.ExternalMetricValue{orders, premium}},
		{name: "exists", selector: "tier", want: []external_metrics.ExternalMetricValue{premium}},
		{name: "does not exist", selector: "!tier", want: []external_metrics.ExternalMetricValue{orders, invoices}},
		{name: "not in", selector: "queue notin (orders)", want: []external_metrics.ExternalMetricValue{invoices}},
		{name: "nothing", selector: "queue=returns", want: []external_metrics.ExternalMetricValue{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			info := metricsprovider.ExternalMetricInfo{Metric: "queue"}
			got, err := p.GetExternalMetric(t.Context(), "shop", parse(t, test.selector), info)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Items); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSelectorReachesTheExternalSource(t *testing.T) {
	t.Parallel()
	var got string
	p := newProvider(&cluster{}, &backend{external: []string{"queue"}, asked: func(s labels.Selector) { got = s.String() }})
	_, err := p.GetExternalMetric(t.Context(), "shop", parse(t, "queue=orders"), metricsprovider.ExternalMetricInfo{Metric: "queue"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("queue=orders", got); diff != "" {
		t.Errorf("selector (-want +got):\n%s", diff)
	}
}
