package e2e

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/metrics/pkg/client/external_metrics"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/host/wait"
)

// series is one of an external metric, without its time.
type series struct {
	Labels map[string]string
	Value  string
}

// The series of the walkthrough's metric, in order of their labels.
var (
	invoices = series{map[string]string{"queue": "invoices"}, "10"}
	orders   = series{map[string]string{"queue": "orders"}, "40"}
	premium  = series{map[string]string{"queue": "orders", "tier": "premium"}, "5"}
)

// externalMetricBySelector: the selector chooses among the series of a metric.
func externalMetricBySelector() types.Feature {
	return bySelector(features.New("external metric by selector"), "default", "queue-messages").Feature()
}

// declaredSeriesBySelector: the same series, declared one by one.
func declaredSeriesBySelector() types.Feature {
	const ns, metric = "series", "e2e_messages"
	feature := features.New("declared series by selector").WithSetup("a namespace", makeServices(ns))
	for name, s := range map[string]series{"invoices": invoices, "orders": orders, "premium": premium} {
		feature.WithSetup(name, simulated(ns, name, v1alpha1.SimulatedMetricSpec{
			Metric: metric, External: &v1alpha1.External{Labels: s.Labels}, Simulation: constant(s.Value),
		}))
	}
	return bySelector(feature, ns, metric).WithTeardown("namespace", deleteNamespace(ns)).Feature()
}

// bySelector asks with each operator that a selector can have.
func bySelector(feature *features.FeatureBuilder, ns, metric string) *features.FeatureBuilder {
	for _, row := range []struct {
		selector string
		want     []series
	}{
		{"", []series{invoices, orders, premium}},
		{"queue=invoices", []series{invoices}},
		{"queue==invoices", []series{invoices}},
		{"queue!=orders", []series{invoices}},
		{"tier!=premium", []series{invoices, orders}},
		{"queue in (orders)", []series{orders, premium}},
		{"queue in (invoices,orders)", []series{invoices, orders, premium}},
		{"queue notin (orders)", []series{invoices}},
		{"tier", []series{premium}},
		{"!tier", []series{invoices, orders}},
		{"queue=orders,!tier", []series{orders}},
		{"queue=none", nil},
	} {
		feature.Assess("selector "+row.selector, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForSeries(ctx, t, cfg, ns, metric, row.selector, row.want)
			return ctx
		})
	}
	return feature
}

// waitForSeries waits until the typed client and the path both answer as wanted.
func waitForSeries(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, metric, selector string, want []series) {
	t.Helper()
	raw, typed := rawClient(t, restConfig(cfg)), externalClient(t, cfg).NamespacedMetrics(ns)
	path := fmt.Sprintf("/apis/%s/namespaces/%s/%s?%s", externalV1beta1, ns, metric, url.Values{"labelSelector": {selector}}.Encode())
	err := wait.For(ctx, "the series", seenTimeout, poll, func(ctx context.Context) (bool, string, error) {
		var list map[string]any
		if err := autoscaling.Ask(ctx, raw, path, &list); err != nil {
			return false, "", err
		}
		if err := takeTimes(list); err != nil {
			return false, "", err
		}
		if diff := gocmp.Diff(wireSeries(metric, want), sorted(list)); diff != "" {
			return false, fmt.Sprintf("GET %s (-want +got)\n%s", path, diff), nil
		}
		got, err := readAll(typed, metric, selector)
		diff := gocmp.Diff(want, got)
		return diff == "", "the typed client: (-want +got)\n" + diff, err
	})
	if err != nil {
		t.Error(err)
	}
}

// readAll asks as the HPA controller does.
func readAll(client external_metrics.MetricsInterface, metric, written string) ([]series, error) {
	selector, err := labels.Parse(written)
	if err != nil {
		return nil, err
	}
	list, err := client.List(metric, selector)
	if err != nil {
		return nil, err
	}
	var all []series
	for _, item := range list.Items {
		if err := isRecent(item.Timestamp.Time); err != nil {
			return nil, err
		}
		if item.MetricName != metric {
			return nil, fmt.Errorf("a series is of metric %s, want %s", item.MetricName, metric)
		}
		all = append(all, series{item.MetricLabels, item.Value.String()})
	}
	slices.SortFunc(all, func(a, b series) int {
		return cmp.Compare(labels.Set(a.Labels).String(), labels.Set(b.Labels).String())
	})
	return all, nil
}

// sorted is the list with its items in order of their labels.
func sorted(list map[string]any) map[string]any {
	slices.SortFunc(list["items"].([]any), func(a, b any) int { // takeTimes has seen that it is a list of objects
		return cmp.Compare(fmt.Sprint(a.(map[string]any)["metricLabels"]), fmt.Sprint(b.(map[string]any)["metricLabels"]))
	})
	return list
}
