package e2e

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
)

// rightsTimeout is how long a new right may take to be one everywhere: roles
// are put together by a controller, and the adapter remembers for 10 s whom it
// has refused.
const rightsTimeout = seenTimeout

// metricsAreGuarded: requests of different people, in a namespace that some of
// them may view and in one that they may not.
func metricsAreGuarded() types.Feature {
	const ns, elsewhere, metric = "guarded", "guarded-elsewhere", "guarded"
	clients := map[string]rest.Interface{}
	feature := features.New("who may read metrics").
		WithSetup("a service", makeServices(ns, workloadName)).
		WithSetup("its metric", simulated(ns, "service", ofService(metric, constant("1")))).
		WithSetup("an external metric", simulated(ns, "queue", ofQueue(metric, "orders", constant("1")))).
		WithSetup("a service elsewhere", makeServices(elsewhere, workloadName)).
		WithSetup("its metric", simulated(elsewhere, "service", ofService(metric, constant("1")))).
		WithSetup("an external metric elsewhere", simulated(elsewhere, "queue", ofQueue(metric, "orders", constant("1")))).
		WithSetup("people", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			config := restConfig(cfg)
			clients["anonymous"] = rawClient(t, rest.AnonymousClientConfig(config))
			clients["an account"] = rawClient(t, withToken(config, token(ctx, t, cfg, ns, "nobody")))
			clients["a viewer"] = rawClient(t, withToken(config, token(ctx, t, cfg, ns, "viewer")))
			clients["the HPA controller"] = rawClient(t, impersonating(config, "system:serviceaccount:kube-system:horizontal-pod-autoscaler"))
			view(ctx, t, cfg, ns, "viewer")
			return ctx
		})
	for _, row := range []struct {
		who, ns string
		want    []int
	}{
		{"anonymous", ns, []int{http.StatusUnauthorized, http.StatusForbidden}},
		{"an account", ns, []int{http.StatusForbidden}},
		{"a viewer", ns, []int{http.StatusOK}},
		{"a viewer", elsewhere, []int{http.StatusForbidden}},
		{"the HPA controller", ns, []int{http.StatusOK}},
		{"the HPA controller", elsewhere, []int{http.StatusOK}},
	} {
		feature.Assess(fmt.Sprintf("%s in %s: %v", row.who, row.ns, row.want), func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			waitForCodes(ctx, t, clients[row.who], row.want,
				"/apis/custom.metrics.k8s.io/v1beta1/namespaces/"+row.ns+"/services/web/"+metric,
				"/apis/custom.metrics.k8s.io/v1beta2/namespaces/"+row.ns+"/services/*/"+metric,
				"/apis/custom.metrics.k8s.io/v1beta2/namespaces/"+row.ns+"/metrics/work-queue-length",
				"/apis/external.metrics.k8s.io/v1beta1/namespaces/"+row.ns+"/"+metric,
			)
			return ctx
		})
	}
	return feature.
		WithTeardown("namespace", deleteNamespace(ns)).
		WithTeardown("namespace", deleteNamespace(elsewhere)).
		Feature()
}

// waitForCodes waits until a GET of each path is answered with one of the codes.
func waitForCodes(ctx context.Context, t *testing.T, client rest.Interface, want []int, paths ...string) {
	t.Helper()
	for _, path := range paths {
		err := wait.For(ctx, fmt.Sprintf("%v from %s", want, path), rightsTimeout, poll, func(ctx context.Context) (bool, string, error) {
			var code int
			result := client.Get().RequestURI(path).Do(ctx).StatusCode(&code)
			return slices.Contains(want, code), fmt.Sprintf("%d: %v", code, result.Error()), nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func withToken(config *rest.Config, token string) *rest.Config {
	config = rest.AnonymousClientConfig(config)
	config.BearerToken = token
	return config
}

func impersonating(config *rest.Config, user string) *rest.Config {
	config = rest.CopyConfig(config)
	config.Impersonate.UserName = user
	return config
}
