package e2e

import (
	"context"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	apiregistrationclient "k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset/typed/apiregistration/v1"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/clients"
)

// apiServices are what the adapter is registered with.
var apiServices = []string{
	"v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io", "v1beta1.external.metrics.k8s.io",
}

// apiServicesAreAvailable: the API server reaches the adapter and verifies its
// certificate.
func apiServicesAreAvailable() types.Feature {
	feature := features.New("registration")
	for _, name := range apiServices {
		feature.Assess(name+" is available", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			service := apiService(ctx, t, cfg, name)
			if service.Spec.InsecureSkipTLSVerify || len(service.Spec.CABundle) == 0 {
				t.Errorf("the certificate is not verified: insecureSkipTLSVerify %t, caBundle of %d bytes",
					service.Spec.InsecureSkipTLSVerify, len(service.Spec.CABundle))
			}
			if c := autoscaling.Availability(service); c.Status != apiregistrationv1.ConditionTrue {
				t.Errorf("it is not available: %s: %s", c.Reason, c.Message)
			}
			return ctx
		})
	}
	return feature.Feature()
}

func apiService(ctx context.Context, t *testing.T, cfg *envconf.Config, name string) *apiregistrationv1.APIService {
	t.Helper()
	service, err := registrations(t, cfg).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return service
}

func registrations(t *testing.T, cfg *envconf.Config) apiregistrationclient.APIServiceInterface {
	t.Helper()
	return clientsOf(t, cfg).APIServices.ApiregistrationV1().APIServices()
}

// clientsOf are those of the tests.
func clientsOf(t *testing.T, cfg *envconf.Config) *clients.Clients {
	t.Helper()
	c, err := clients.New(restConfig(cfg))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func restConfig(cfg *envconf.Config) *rest.Config { return rest.CopyConfig(cfg.Client().RESTConfig()) }
