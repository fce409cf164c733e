package e2e

import (
	"context"
	"errors"
	"fmt"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	custommetricsv1beta2 "k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	"k8s.io/metrics/pkg/client/custom_metrics"
	"k8s.io/metrics/pkg/client/external_metrics"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/autoscaling"
)

// kinds that the metrics describe.
var (
	pod       = schema.GroupKind{Kind: "Pod"}
	service   = schema.GroupKind{Kind: "Service"}
	namespace = schema.GroupKind{Kind: "Namespace"}
)

// newCustomClient returns the client that the HPA controller uses. It discovers what
// the API server has when it is asked first.
func newCustomClient(config *rest.Config) (custom_metrics.CustomMetricsClient, error) {
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	return custom_metrics.NewForConfig(config, mapper(client), custom_metrics.NewAvailableAPIsGetter(client)), nil
}

// customClientOf asks one version, while customClient takes the preferred one.
func customClientOf(t *testing.T, cfg *envconf.Config, version string) custom_metrics.CustomMetricsClient {
	t.Helper()
	group := schema.GroupVersion{Group: custommetricsv1beta2.GroupName, Version: version}
	client, err := custom_metrics.NewForVersionForConfig(restConfig(cfg), mapper(discoveryClient(t, cfg)), group)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func mapper(client discovery.DiscoveryInterface) meta.RESTMapper {
	return restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client))
}

func externalClient(t *testing.T, cfg *envconf.Config) external_metrics.ExternalMetricsClient {
	t.Helper()
	client, err := external_metrics.NewForConfig(restConfig(cfg))
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
	if err := autoscaling.Ask(ctx, rawClient(t, restConfig(cfg)), path, into); err != nil {
		t.Fatal(err)
	}
}

// rawClient is for any path of the API server, as whoever the configuration is of.
func rawClient(t *testing.T, config *rest.Config) rest.Interface {
	t.Helper()
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client.RESTClient()
}

// messageOf is what the API server says, without what a client adds to it.
func messageOf(err error) string {
	var status apierrors.APIStatus
	if errors.As(err, &status) {
		return status.Status().Message
	}
	return ""
}
