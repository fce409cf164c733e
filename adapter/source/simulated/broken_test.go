package simulated

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/component-base/metrics"
	"k8s.io/component-base/metrics/testutil"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/client"
)

// Declarations that cannot be read, as they may have been stored before a rule refused them.
const (
	brokenStart   = "shop/start:\n{metric: depth, external: {}, value: 1, startTime: \"2026-11-25t10:00:00z\"}"
	brokenLatency = "shop/latency:\n{metric: requests, objects: {resource: pods, name: web-1}, value: 1, faults: {latency: 999999h999999h999999h}}"
	brokenWhole   = "shop/whole:\n{metric: [], external: 5}"
	brokenSeries  = "shop/series:\n{metric: lag, external: {}, curve: [{at: 0s, value: 1}, {at: 1s, value: -1}]}"
	brokenRoot    = "root:\n{metric: load, objects: {resource: nodes, name: a}, curve: [{at: 999999h999999h999999h, value: 1}]}"
)

// TestOneThatCannotBeUsed: it is passed over, whether it was there at the start or comes later, and all others are
// followed as before. Whoever reads its metric hears why.
func TestOneThatCannotBeUsed(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		declared, root := a.declared[client.SimulatedMetrics], a.declared[client.ClusterSimulatedMetrics]
		declared.Add(object(t, brokenStart))
		root.Add(object(t, brokenRoot))
		s := New(clock.RealClock{}, pods("web"))
		if err := s.Start(ctx, a); err != nil {
			t.Fatal(err)
		}
		declared.Add(object(t, "shop/before:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 1}"))
		declared.Add(object(t, brokenLatency))
		declared.Add(object(t, brokenWhole))
		declared.Add(object(t, brokenSeries))
		declared.Modify(object(t, "shop/before:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 2}"))
		declared.Add(object(t, "other/after:\n{metric: depth, external: {}, value: 3}"))
		synctest.Wait()

		if diff := cmp.Diff([]string{"external depth", "external lag", "nodes/load false", "pods/requests true"}, discovered(s)); diff != "" {
			t.Errorf("discovered (-want +got):\n%s", diff)
		}
		if sample, err := s.Sample(ctx, podRequests, shop("web-0")); err != nil || sample.Value.String() != "2" {
			t.Errorf("another one of the namespace: got %s, %v", sample.Value.String(), err)
		}
		if series, err := s.ExternalSamples(ctx, "other", "depth", labels.Everything()); err != nil || len(series) != 1 {
			t.Errorf("the same metric of another namespace: got %v, %v", series, err)
		}
		_, err := s.ExternalSamples(ctx, "shop", "depth", labels.Everything())
		wantMessage(t, err, "SimulatedMetric shop/start cannot be used: it cannot be read: spec.startTime: parsing time")
		_, err = s.Sample(ctx, podRequests, shop("web-1"))
		wantMessage(t, err, "SimulatedMetric shop/latency cannot be used: it cannot be read: spec.faults: time: invalid duration")
		_, err = s.ExternalSamples(ctx, "shop", "lag", labels.Everything())
		wantMessage(t, err, "SimulatedMetric shop/series cannot be used: an external metric is negative")
		wantCounts(t, s, 2, 5)
	})
}

// TestOneThatIsMended: it is used from then on.
func TestOneThatIsMended(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		declared := a.declared[client.SimulatedMetrics]
		declared.Add(object(t, brokenWhole))
		s := New(clock.RealClock{}, pods("web"))
		if err := s.Start(ctx, a); err != nil {
			t.Fatal(err)
		}
		declared.Modify(object(t, "shop/whole:\n{metric: depth, external: {}, value: 3}"))
		synctest.Wait()
		if series, err := s.ExternalSamples(ctx, "shop", "depth", labels.Everything()); err != nil || len(series) != 1 {
			t.Errorf("got %v, %v", series, err)
		}
		declared.Modify(object(t, brokenWhole))
		declared.Delete(object(t, brokenWhole))
		synctest.Wait()
		wantCounts(t, s, 0, 0)
	})
}

// wantCounts wants so many declarations that are accepted, and that are not, in the metrics of the adapter itself.
func wantCounts(t *testing.T, s *Source, accepted, broken int) {
	t.Helper()
	registry := metrics.NewKubeRegistry()
	registry.CustomMustRegister(s.Collector())
	want := fmt.Sprintf(`
# HELP metrics_adapter_declarations [ALPHA] SimulatedMetrics and ClusterSimulatedMetrics that the adapter knows, by whether it can use them.
# TYPE metrics_adapter_declarations gauge
metrics_adapter_declarations{accepted="false"} %d
metrics_adapter_declarations{accepted="true"} %d
`, broken, accepted)
	if err := testutil.GatherAndCompare(registry, strings.NewReader(want), "metrics_adapter_declarations"); err != nil {
		t.Error(err)
	}
}
