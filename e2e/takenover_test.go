package e2e

import (
	"context"
	"net/http"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// controllerOnlyReads: HPAs have no account of their own. The controller that looks
// at them reads all metrics, and changes none.
func controllerOnlyReads() types.Feature {
	const ns = "controller"
	const controllers, name = "kube-system", "horizontal-pod-autoscaler"
	more := []attempt{
		{http.MethodGet, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics", "", forbidden},
		{http.MethodPost, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics" + dry, declarationIn(ns), forbidden},
		{http.MethodDelete, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics/service" + dry, "", forbidden},
		{http.MethodPost, declarationsPath + "/clustersimulatedmetrics" + dry, ofTheCluster, forbidden},
		{http.MethodPost, "/apis/custom.metrics.k8s.io/v1beta2/namespaces/" + ns + "/services/web/requests", "{}", forbidden},
		{http.MethodDelete, "/apis/external.metrics.k8s.io/v1beta1/namespaces/" + ns + "/depth", "", forbidden},
	}
	return metricsOf(features.New("account of the HPA controller"), ns).
		Assess("at the API server", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			account(t, cfg, tokenOf(ctx, t, cfg, controllers, name)).makes(ctx, t, append(metricPaths(ns, answered), more...)...)
			return ctx
		}).
		Assess("at the adapter", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			own := append(ownPaths(forbidden), attempt{http.MethodPost, writesIn(ns), "1", forbidden})
			for _, adapter := range directTo(ctx, t, cfg) {
				adapter.as(tokenOf(ctx, t, cfg, controllers, name)).makes(ctx, t, append(metricPaths(ns, answered), own...)...)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// adapterIsTakenOver: what somebody can do with the adapter's token. What is not
// asked for here is what he answers: any metric, to whoever reads it.
func adapterIsTakenOver() types.Feature {
	const ns = "taken-over"
	as := func(name string, attempts []attempt) (string, types.StepFunc) {
		return name, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			account(t, cfg, tokenOf(ctx, t, cfg, adapterNamespace, adapterName)).makes(ctx, t, attempts...)
			return ctx
		}
	}
	feature := metricsOf(features.New("an adapter that is taken over"), ns)
	for _, row := range []struct {
		name     string
		attempts []attempt
	}{
		{"can declare metrics everywhere", withinRights(ns)},
		{"cannot delete them, nor read metrics", beyondDeclarations(ns)},
		{"cannot read secrets", beyondReading(ns)},
		{"cannot change workloads", beyondWorkloads(ns)},
		{"cannot get more rights", beyondRights(ns)},
	} {
		feature.Assess(as(row.name, row.attempts))
	}
	return feature.
		Assess("cannot be somebody else", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			adapter := account(t, cfg, tokenOf(ctx, t, cfg, adapterNamespace, adapterName))
			for _, user := range []string{"e2e-forged", "system:serviceaccount:kube-system:horizontal-pod-autoscaler"} {
				adapter.saying(http.Header{"Impersonate-User": {user}}).makes(ctx, t, attempt{http.MethodGet, "/api/v1/pods", "", forbidden})
			}
			return ctx
		}).
		Assess("cannot look into another adapter", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, adapter := range directTo(ctx, t, cfg) {
				own := append(ownPaths(forbidden), attempt{http.MethodPost, writesIn(ns), "1", forbidden})
				adapter.as(tokenOf(ctx, t, cfg, adapterNamespace, adapterName)).makes(ctx, t, own...)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}
