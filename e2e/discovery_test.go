package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	apidiscoveryv2 "k8s.io/api/apidiscovery/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
)

const (
	customV1beta1   = "custom.metrics.k8s.io/v1beta1"
	customV1beta2   = "custom.metrics.k8s.io/v1beta2"
	externalV1beta1 = "external.metrics.k8s.io/v1beta1"

	// aggregatedTimeout is how long the API server's own document may be behind
	// the adapter: it asks when an APIService changes, and once a minute.
	aggregatedTimeout = 90 * time.Second
)

// metricsAreDiscovered: each API lists exactly the metrics that it serves.
func metricsAreDiscovered() types.Feature {
	custom := []metav1.APIResource{
		customResource("namespaces/work-queue-length", false),
		customResource("pods/packets-per-second", true),
		customResource("services/connections-per-second", true),
	}
	feature := features.New("discovery")
	for _, row := range []struct {
		groupVersion string
		want         []metav1.APIResource
	}{
		{customV1beta1, custom},
		{customV1beta2, custom},
		{externalV1beta1, []metav1.APIResource{externalResource("queue-messages")}},
	} {
		feature.Assess(row.groupVersion, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForResources(ctx, t, cfg, row.groupVersion, row.want, func(string) bool { return true })
			return ctx
		})
	}
	return feature.Feature()
}

func customResource(name string, namespaced bool) metav1.APIResource {
	return metav1.APIResource{Name: name, Namespaced: namespaced, Kind: "MetricValueList", Verbs: metav1.Verbs{"get"}}
}

func externalResource(name string) metav1.APIResource {
	return metav1.APIResource{Name: name, Namespaced: true, Kind: "ExternalMetricValueList", Verbs: metav1.Verbs{"get"}}
}

// groupsAreAggregated: the one document that kubectl and the controllers
// discover with has both groups, preferred versions first, and none is stale.
func groupsAreAggregated() types.Feature {
	return features.New("aggregated discovery").
		Assess("both groups are current", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForAggregated(ctx, t, cfg, apidiscoveryv2.DiscoveryFreshnessCurrent)
			return ctx
		}).
		Assess("no group fails", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			// Where one does, no namespace can be deleted.
			for _, legacy := range []bool{false, true} {
				client := discoveryClient(t, cfg)
				client.UseLegacyDiscovery = legacy
				if _, _, err := client.ServerGroupsAndResources(); err != nil {
					t.Errorf("with UseLegacyDiscovery %t: %v", legacy, err)
				}
			}
			return ctx
		}).
		Feature()
}

// waitForAggregated waits until the versions of both groups are as fresh as
// that. No metrics are listed with them: the adapter's library answers without
// its groups when it is asked for this document, so the API server has none to
// pass on, and says so by empty versions.
func waitForAggregated(ctx context.Context, t *testing.T, cfg *envconf.Config, freshness apidiscoveryv2.DiscoveryFreshness) {
	t.Helper()
	want := map[string][]apidiscoveryv2.APIVersionDiscovery{
		"custom.metrics.k8s.io": {
			{Version: "v1beta2", Freshness: freshness},
			{Version: "v1beta1", Freshness: freshness},
		},
		"external.metrics.k8s.io": {{Version: "v1beta1", Freshness: freshness}},
	}
	what := fmt.Sprintf("the metrics APIs to be %s in the aggregated discovery", freshness)
	err := wait.For(ctx, what, aggregatedTimeout, poll, func(ctx context.Context) (bool, string, error) {
		all, err := aggregated(ctx, t, cfg)
		got := map[string][]apidiscoveryv2.APIVersionDiscovery{}
		for _, group := range all.Items {
			if _, ours := want[group.Name]; ours {
				got[group.Name] = group.Versions
			}
		}
		diff := cmp.Diff(want, got)
		return diff == "", "(-want +got)\n" + diff, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func aggregated(ctx context.Context, t *testing.T, cfg *envconf.Config) (list apidiscoveryv2.APIGroupDiscoveryList, err error) {
	t.Helper()
	data, err := rawClient(t, restConfig(cfg)).Get().RequestURI("/apis").SetHeader("Accept", discovery.AcceptV2).DoRaw(ctx)
	if err != nil {
		return list, err
	}
	return list, json.Unmarshal(data, &list)
}

// declaredMetricsAreDiscovered while they are declared. The API server asks
// the adapter at each request for the resources of one version.
func declaredMetricsAreDiscovered() types.Feature {
	const ns, metric = "discovered", "e2e_discovered"
	ours := func(name string) bool { return strings.HasSuffix(name, metric) } // others declare metrics at the same time
	feature := features.New("discovery of what is declared").
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("a metric of a service", simulated(ns, "service", ofService(metric, constant("1")))).
		WithSetup("an external metric", simulated(ns, "queue", ofQueue(metric, "orders", constant("1"))))
	rows := []struct {
		groupVersion string
		resource     metav1.APIResource
	}{
		{customV1beta1, customResource("services/"+metric, true)},
		{customV1beta2, customResource("services/"+metric, true)},
		{externalV1beta1, externalResource(metric)},
	}
	for _, row := range rows {
		feature.Assess(row.groupVersion+" lists it", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForResources(ctx, t, cfg, row.groupVersion, []metav1.APIResource{row.resource}, ours)
			return ctx
		})
	}
	feature.Assess("it is deleted", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		forget(ctx, t, cfg, ns, "service")
		forget(ctx, t, cfg, ns, "queue")
		return ctx
	})
	for _, row := range rows {
		feature.Assess(row.groupVersion+" does not list it any more", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForResources(ctx, t, cfg, row.groupVersion, nil, ours)
			return ctx
		})
	}
	return feature.WithTeardown("namespace", deleteNamespace(ns)).Feature()
}

// waitForResources waits until what a version lists, of the resources that are
// looked at, is as wanted. An API that has just become available may refuse a
// request or two: the proxy learns of it a moment later.
func waitForResources(ctx context.Context, t *testing.T, cfg *envconf.Config, groupVersion string, want []metav1.APIResource, lookedAt func(name string) bool) {
	t.Helper()
	client := discoveryClient(t, cfg)
	err := wait.For(ctx, "the resources of "+groupVersion, seenTimeout, poll, func(context.Context) (bool, string, error) {
		list, err := client.ServerResourcesForGroupVersion(groupVersion)
		if err != nil {
			return false, "", err
		}
		var got []metav1.APIResource
		for _, resource := range list.APIResources {
			if lookedAt(resource.Name) {
				got = append(got, resource)
			}
		}
		diff := cmp.Diff(want, got)
		return diff == "", "(-want +got)\n" + diff, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
