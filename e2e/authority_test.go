package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	apidiscoveryv2 "k8s.io/api/apidiscovery/v2"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apimachinerytypes "k8s.io/apimachinery/pkg/types"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/host/wait"
)

// availabilityTimeout is how long the API server may take to see that an API
// has become available or has ceased to be. It looks when the APIService
// changes and every 30 s.
const availabilityTimeout = time.Minute

// wrongAuthority: with a caBundle of somebody else the adapter's certificate is
// not accepted, all say why, and nothing has to be restarted afterwards.
func wrongAuthority() types.Feature {
	right := map[string][]byte{}
	return features.New("registration with a wrong authority").
		WithSetup("the right ones are kept", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, name := range apiServices {
				right[name] = apiService(ctx, t, cfg, name).Spec.CABundle
			}
			return ctx
		}).
		Assess("the APIs become unavailable and say why", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			other, err := certificate.NewCA("another authority", time.Now())
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range apiServices {
				trust(ctx, t, cfg, name, other.Cert)
			}
			waitForAvailability(ctx, t, cfg, apiregistrationv1.ConditionFalse, "failed to verify certificate")
			return ctx
		}).
		Assess("requests are refused", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForRequests(ctx, t, cfg, "503", apierrors.IsServiceUnavailable)
			return ctx
		}).
		Assess("discovery calls the APIs stale", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForAggregated(ctx, t, cfg, apidiscoveryv2.DiscoveryFreshnessStale)
			return ctx
		}).
		Assess("with the right ones the APIs recover", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, name := range apiServices {
				trust(ctx, t, cfg, name, right[name])
			}
			waitForAvailability(ctx, t, cfg, apiregistrationv1.ConditionTrue, "all checks passed")
			return ctx
		}).
		Assess("requests are answered", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForRequests(ctx, t, cfg, "answers", func(err error) bool { return err == nil })
			return ctx
		}).
		Assess("discovery is current", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForAggregated(ctx, t, cfg, apidiscoveryv2.DiscoveryFreshnessCurrent)
			return ctx
		}).
		// It runs after a step that failed, too: what is tested next needs the APIs.
		WithTeardown("the right authorities", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, name := range apiServices {
				trust(ctx, t, cfg, name, right[name])
			}
			waitForAvailability(ctx, t, cfg, apiregistrationv1.ConditionTrue, "")
			return ctx
		}).
		Feature()
}

// trust makes the API server verify the adapter's certificate with that authority.
func trust(ctx context.Context, t *testing.T, cfg *envconf.Config, name string, authority []byte) {
	t.Helper()
	patch, err := json.Marshal(map[string]any{"spec": map[string]any{"caBundle": authority}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := registrations(t, cfg).Patch(ctx, name, apimachinerytypes.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
}

// waitForAvailability waits until each API has that status and says those words.
func waitForAvailability(ctx context.Context, t *testing.T, cfg *envconf.Config, status apiregistrationv1.ConditionStatus, words string) {
	t.Helper()
	for _, name := range apiServices {
		what := fmt.Sprintf("%s to say Available=%s with %q", name, status, words)
		err := wait.For(ctx, what, availabilityTimeout, poll, func(ctx context.Context) (bool, string, error) {
			service, err := registrations(t, cfg).Get(ctx, name, metav1.GetOptions{})
			if err != nil {
				return false, "", err
			}
			got := autoscaling.Availability(service)
			seen := fmt.Sprintf("Available=%s, %s: %s", got.Status, got.Reason, got.Message)
			return got.Status == status && strings.Contains(got.Message, words), seen, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// waitForRequests waits until requests to each of the APIs end as wanted. The
// proxy learns a moment later what the condition says.
func waitForRequests(ctx context.Context, t *testing.T, cfg *envconf.Config, what string, as func(error) bool) {
	t.Helper()
	client := rawClient(t, restConfig(cfg))
	for _, path := range []string{
		"/apis/" + customV1beta1 + "/namespaces/default/services/*/connections-per-second",
		"/apis/" + customV1beta2 + "/namespaces/default/services/*/connections-per-second",
		"/apis/" + externalV1beta1 + "/namespaces/default/queue-messages",
	} {
		err := wait.For(ctx, what+" from "+path, availabilityTimeout, poll, func(ctx context.Context) (bool, string, error) {
			var list metav1.TypeMeta
			err := autoscaling.Ask(ctx, client, path, &list)
			return as(err), fmt.Sprint(err), nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
