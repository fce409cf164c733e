package e2e

import (
	"context"
	"encoding/json"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/restmapper"
	custommetricsv1beta2 "k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	"k8s.io/metrics/pkg/client/custom_metrics"
	"k8s.io/metrics/pkg/client/external_metrics"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
)

// kinds that the metrics describe.
var (
	pod       = schema.GroupKind{Kind: "Pod"}
	service   = schema.GroupKind{Kind: "Service"}
	namespace = schema.GroupKind{Kind: "Namespace"}
)

// customClient returns the client that the HPA controller uses.
func customClient(t *testing.T, cfg *envconf.Config) custom_metrics.CustomMetricsClient {
	t.Helper()
	config := restConfig(t, cfg)
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client))
	return custom_metrics.NewForConfig(config, mapper, custom_metrics.NewAvailableAPIsGetter(client))
}

func externalClient(t *testing.T, cfg *envconf.Config) external_metrics.ExternalMetricsClient {
	t.Helper()
	client, err := external_metrics.NewForConfig(restConfig(t, cfg))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// milli is the value in milli-units.
func milli(value *custommetricsv1beta2.MetricValue) int64 { return value.Value.MilliValue() }

// get reads a path of the API server as it is, as `kubectl get --raw` does.
func get(ctx context.Context, t *testing.T, cfg *envconf.Config, path string, into any) {
	t.Helper()
	client, err := kubernetes.NewForConfig(restConfig(t, cfg))
	if err != nil {
		t.Fatal(err)
	}
	data, err := client.RESTClient().Get().RequestURI(path).DoRaw(ctx)
	if err != nil {
		t.Fatalf("GET %s: %v: %s", path, err, data)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
}
