package e2e

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	aggregator "k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// apiServicesAreAvailable: the API server reaches the adapter and verifies its
// certificate.
func apiServicesAreAvailable() types.Feature {
	feature := features.New("registration")
	for _, name := range []string{
		"v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io", "v1beta1.external.metrics.k8s.io",
	} {
		feature.Assess(name+" is available", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			service := apiService(ctx, t, cfg, name)
			if service.Spec.InsecureSkipTLSVerify || len(service.Spec.CABundle) == 0 {
				t.Errorf("the certificate is not verified: insecureSkipTLSVerify %t, caBundle of %d bytes",
					service.Spec.InsecureSkipTLSVerify, len(service.Spec.CABundle))
			}
			available := slices.ContainsFunc(service.Status.Conditions, func(c apiregistrationv1.APIServiceCondition) bool {
				return c.Type == apiregistrationv1.Available && c.Status == apiregistrationv1.ConditionTrue
			})
			if !available {
				t.Errorf("it is not available: %+v", service.Status.Conditions)
			}
			return ctx
		})
	}
	return feature.Feature()
}

func apiService(ctx context.Context, t *testing.T, cfg *envconf.Config, name string) *apiregistrationv1.APIService {
	t.Helper()
	client, err := aggregator.NewForConfig(restConfig(t, cfg))
	if err != nil {
		t.Fatal(err)
	}
	service, err := client.ApiregistrationV1().APIServices().Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return service
}

// metricsAreDiscovered: each API lists exactly the metrics that it serves.
func metricsAreDiscovered() types.Feature {
	custom := []metav1.APIResource{
		{Name: "namespaces/work-queue-length", Kind: "MetricValueList", Verbs: metav1.Verbs{"get"}},
		{Name: "pods/packets-per-second", Namespaced: true, Kind: "MetricValueList", Verbs: metav1.Verbs{"get"}},
		{Name: "services/connections-per-second", Namespaced: true, Kind: "MetricValueList", Verbs: metav1.Verbs{"get"}},
	}
	external := []metav1.APIResource{
		{Name: "queue-messages", Namespaced: true, Kind: "ExternalMetricValueList", Verbs: metav1.Verbs{"get"}},
	}
	feature := features.New("discovery")
	for groupVersion, want := range map[string][]metav1.APIResource{
		"custom.metrics.k8s.io/v1beta1":   custom,
		"custom.metrics.k8s.io/v1beta2":   custom,
		"external.metrics.k8s.io/v1beta1": external,
	} {
		feature.Assess(groupVersion, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			client, err := discovery.NewDiscoveryClientForConfig(restConfig(t, cfg))
			if err != nil {
				t.Fatal(err)
			}
			list, err := client.ServerResourcesForGroupVersion(groupVersion)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, list.APIResources); diff != "" {
				t.Errorf("resources (-want +got):\n%s", diff)
			}
			return ctx
		})
	}
	return feature.Feature()
}

func restConfig(t *testing.T, cfg *envconf.Config) *rest.Config {
	t.Helper()
	client, err := cfg.NewClient()
	if err != nil {
		t.Fatal(err)
	}
	config := rest.CopyConfig(client.RESTConfig())
	config.QPS = -1 // the lab's API server does not limit either
	return config
}
