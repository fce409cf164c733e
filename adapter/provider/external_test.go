package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
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

// TestSourcesOfOneExternalMetric: the first that has series for the namespace answers, and no other adds to the sum.
func TestSourcesOfOneExternalMetric(t *testing.T) {
	t.Parallel()
	having := func(queue, value string) *backend {
		return &backend{external: []string{"queue"}, series: []source.Sample{{Value: resource.MustParse(value), Labels: labels.Set{"queue": queue}}}}
	}
	failing := func(err error) *backend { return &backend{external: []string{"queue"}, err: err} }
	missing := having("orders", "1")
	missing.series[0].Missing = true
	negative := having("orders", "-1")
	allowed := having("orders", "-1")
	allowed.series[0].AllowNegative = true
	const noSample = "external metric queue has no sample in namespace shop, or none that is recent enough"

	for _, test := range []struct {
		name     string
		sources  []*backend
		selector string
		want     []string
		wantErr  string
	}{
		{name: "the first answers", sources: []*backend{having("orders", "1"), having("invoices", "2")}, want: []string{"1"}},
		{name: "in their order", sources: []*backend{having("invoices", "2"), having("orders", "1")}, want: []string{"2"}},
		{name: "one that has series for other namespaces only", sources: []*backend{failing(source.ErrUnknownMetric), having("orders", "2")}, want: []string{"2"}},
		{name: "one that has another metric", sources: []*backend{{external: []string{"lag"}, err: errDown}, having("orders", "2")}, want: []string{"2"}},
		{name: "none that matches is an answer", sources: []*backend{having("orders", "1"), having("invoices", "2")}, selector: "queue=invoices"},
		{name: "missing is an answer", sources: []*backend{missing, having("orders", "2")}},
		{name: "negative is an answer", sources: []*backend{negative, having("orders", "2")}, wantErr: "external metric queue has no value in namespace shop that can be used: " +
			"the series {queue=orders} is -1, and an HPA takes a negative sum for an overflow"},
		{name: "negative, not asked for", sources: []*backend{negative}, selector: "queue=invoices"},
		{name: "negative, as it is meant", sources: []*backend{allowed}, want: []string{"-1"}},
		{name: "no sample is an answer", sources: []*backend{failing(source.ErrNoSample), having("orders", "2")}, wantErr: noSample},
		{name: "an injected error is an answer", sources: []*backend{failing(apierrors.NewTooManyRequestsError("injected")), having("orders", "2")}, wantErr: "Too many requests: injected"},
		{name: "a failure is an answer", sources: []*backend{failing(errDown), having("orders", "2")}, wantErr: "Internal error occurred: the source of metric queue failed; the log of the adapter says why"},
		{name: "none has series for the namespace", sources: []*backend{failing(source.ErrUnknownMetric), failing(source.ErrUnknownMetric)}, wantErr: noSample},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			info := metricsprovider.ExternalMetricInfo{Metric: "queue"}
			list, err := newProvider(&cluster{}, test.sources...).GetExternalMetric(t.Context(), "shop", parse(t, test.selector), info)
			if diff := cmp.Diff(test.wantErr, refusalOf(t, err).Message); diff != "" {
				t.Fatalf("error (-want +got):\n%s", diff)
			}
			var got []string
			if err == nil {
				for _, item := range list.Items {
					got = append(got, item.Value.String())
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}
