package e2e

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// externalMetricBySelector: the selector chooses among the series of a metric.
func externalMetricBySelector() types.Feature {
	const orders, premium, invoices = "queue=orders", "queue=orders,tier=premium", "queue=invoices"
	feature := features.New("external metric by selector")
	for _, row := range []struct {
		selector string
		want     map[string]int64
	}{
		{"", map[string]int64{orders: 40, premium: 5, invoices: 10}},
		{"queue=invoices", map[string]int64{invoices: 10}},
		{"queue!=orders", map[string]int64{invoices: 10}},
		{"queue in (orders)", map[string]int64{orders: 40, premium: 5}},
		{"queue notin (orders)", map[string]int64{invoices: 10}},
		{"tier", map[string]int64{premium: 5}},
		{"!tier", map[string]int64{orders: 40, invoices: 10}},
		{"queue=none", map[string]int64{}},
	} {
		feature.Assess("selector "+row.selector, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			selector, err := labels.Parse(row.selector)
			if err != nil {
				t.Fatal(err)
			}
			list, err := externalClient(t, cfg).NamespacedMetrics("default").List("queue-messages", selector)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int64{}
			for _, item := range list.Items {
				got[labels.Set(item.MetricLabels).String()] = item.Value.Value()
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("series (-want +got):\n%s", diff)
			}
			return ctx
		})
	}
	return feature.Feature()
}
