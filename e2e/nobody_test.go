package e2e

import (
	"context"
	"net/http"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// ownPaths are what the adapter serves about itself, and what would change it.
func ownPaths(want []int) []attempt {
	return []attempt{
		{http.MethodGet, "/metrics", "", want},
		{http.MethodDelete, "/metrics", "", want},
		{http.MethodGet, "/metrics/slis", "", want},
		{http.MethodGet, "/debug/pprof/", "", want},
		{http.MethodGet, "/debug/pprof/heap", "", want},
		{http.MethodGet, "/debug/pprof/cmdline", "", want},
		{http.MethodGet, "/debug/pprof/profile?seconds=1", "", want},
		{http.MethodGet, "/debug/pprof/trace?seconds=1", "", want},
		{http.MethodPut, "/debug/flags/v", "9", want},
		{http.MethodGet, "/configz", "", want},
		{http.MethodGet, "/flagz", "", want},
		{http.MethodGet, "/statusz", "", want},
	}
}

// metricPaths are what a namespace's metrics are read and written by, there being
// those of metricsOf.
func metricPaths(ns string, want []int) []attempt {
	const custom, external = "/apis/custom.metrics.k8s.io/", "/apis/external.metrics.k8s.io/v1beta1/"
	return []attempt{
		{http.MethodGet, custom + "v1beta2/namespaces/" + ns + "/services/web/requests", "", want},
		{http.MethodGet, custom + "v1beta1/namespaces/" + ns + "/services/*/requests", "", want},
		{http.MethodGet, external + "namespaces/" + ns + "/depth", "", want},
	}
}

// metricsOf are steps that make a namespace with metrics.
func metricsOf(feature *features.FeatureBuilder, ns string) *features.FeatureBuilder {
	return feature.
		WithSetup("a service in "+ns, makeServices(ns, workloadName)).
		WithSetup("its metric", simulated(ns, "service", ofService("requests", constant("1")))).
		WithSetup("an external metric", simulated(ns, "queue", ofQueue("depth", "orders", constant("1")))).
		WithSetup("both are known", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			atAPIServer(t, restConfig(cfg)).waitForAll(ctx, t, metricPaths(ns, answered)...)
			return ctx
		})
}

// anonymousIsRefused: who says nothing about himself learns that the adapter
// lives, and in which version, and nothing else.
func anonymousIsRefused() types.Feature {
	const ns = "anonymous"
	attempts := append(ownPaths(refused), metricPaths(ns, refused)...)
	for _, path := range []string{"/", "/api", "/apis", "/apis/custom.metrics.k8s.io/v1beta2", "/apis/external.metrics.k8s.io/v1beta1", "/openapi/v2", "/openapi/v3", "/livez/ping", "/nothing"} {
		attempts = append(attempts, attempt{http.MethodGet, path, "", refused})
	}
	for _, path := range []string{"/healthz", "/livez", "/readyz", "/version"} {
		attempts = append(attempts, attempt{http.MethodGet, path, "", answered})
	}
	return metricsOf(features.New("anonymous clients"), ns).
		Assess("at the adapter", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, adapter := range directTo(ctx, t, cfg) {
				adapter.as("").makes(ctx, t, attempts...)
				adapter.as("").makes(ctx, t, attempt{http.MethodPost, writesIn(ns), "1", refused})
			}
			return ctx
		}).
		Assess("at the API server", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			account(t, cfg, "").makes(ctx, t, attempts...)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// nobodyIsTakenForAnother: only the API server's proxy says for whom it asks. At
// the adapter its certificate makes it that one, and no other certificate does, be
// it of the same name.
func nobodyIsTakenForAnother() types.Feature {
	const ns, proxy = "forged", "front-proxy-client"
	administrator := http.Header{"X-Remote-User": {"e2e-forged"}, "X-Remote-Group": {"system:masters", "system:authenticated"}}
	nobody := http.Header{"X-Remote-User": {"e2e-forged"}, "X-Remote-Group": {"system:authenticated"}}
	impersonated := http.Header{"Impersonate-User": {"e2e-forged"}, "Impersonate-Group": {"system:masters"}}
	guarded := append(append(ownPaths(refused), metricPaths(ns, refused)...), attempt{http.MethodPost, writesIn(ns), "1", refused})
	tokens := map[string]string{}
	feature := metricsOf(features.New("forged users"), ns).
		WithSetup("an account", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			tokens["account"] = token(ctx, t, cfg, ns, "account")
			return ctx
		})
	for _, row := range []struct {
		name   string
		from   func(ctx context.Context, t *testing.T, cfg *envconf.Config, adapter direct) caller
		header http.Header
		want   []attempt
	}{
		{"without a certificate", func(_ context.Context, _ *testing.T, _ *envconf.Config, adapter direct) caller {
			return adapter.as("")
		}, administrator, guarded},
		{"of an account", func(_ context.Context, _ *testing.T, _ *envconf.Config, adapter direct) caller {
			return adapter.as(tokens["account"])
		}, administrator, guarded},
		{"with the proxy's name, from another authority", func(_ context.Context, t *testing.T, _ *envconf.Config, adapter direct) caller {
			return adapter.with(t, foreignCertificate(t, proxy))
		}, administrator, guarded},
		{"with the proxy's name, from the authority of the clients", func(ctx context.Context, t *testing.T, cfg *envconf.Config, adapter direct) caller {
			return adapter.with(t, ordinaryCertificate(ctx, t, cfg, proxy))
		}, administrator, guarded},
		{"with the administrator's certificate, who stays the administrator", func(_ context.Context, t *testing.T, cfg *envconf.Config, adapter direct) caller {
			return adapter.with(t, administratorsCertificate(t, cfg))
		}, nobody, metricPaths(ns, answered)},
		{"of an account at the API server", func(_ context.Context, t *testing.T, cfg *envconf.Config, _ direct) caller {
			return account(t, cfg, tokens["account"])
		}, administrator, metricPaths(ns, forbidden)},
		{"of the administrator at the API server, who stays the administrator", func(_ context.Context, t *testing.T, cfg *envconf.Config, _ direct) caller {
			return atAPIServer(t, restConfig(cfg))
		}, nobody, metricPaths(ns, answered)},
		{"whom an account would like to be", func(_ context.Context, t *testing.T, cfg *envconf.Config, _ direct) caller {
			return account(t, cfg, tokens["account"])
		}, impersonated, metricPaths(ns, forbidden)},
	} {
		feature.Assess(row.name, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, adapter := range directTo(ctx, t, cfg) {
				row.from(ctx, t, cfg, adapter).saying(row.header).makes(ctx, t, row.want...)
			}
			return ctx
		})
	}
	return feature.WithTeardown("namespace", deleteNamespace(ns)).Feature()
}
