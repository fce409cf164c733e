package e2e

import (
	"context"
	"net/http"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

const (
	declarationsPath  = "/apis/lab.example.com/v1alpha1"
	rbacPath          = "/apis/rbac.authorization.k8s.io/v1"
	adapterDeployment = "/apis/apps/v1/namespaces/" + adapterNamespace + "/deployments/" + adapterName
	apiServicePath    = "/apis/apiregistration.k8s.io/v1/apiservices/v1beta2.custom.metrics.k8s.io"
	// dry has the API server decide and change nothing.
	dry = "?dryRun=All"
)

// adminStaysInNamespace: who administers a namespace declares and reads metrics in
// it, and gets nowhere from there.
func adminStaysInNamespace() types.Feature {
	const ns, elsewhere = "tenant", "tenant-elsewhere"
	var admin string
	feature := metricsOf(metricsOf(features.New("administrator of a namespace"), ns), elsewhere)
	return feature.
		WithSetup("who administers it", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			admin = token(ctx, t, cfg, ns, "admin")
			bind(ctx, t, cfg, ns, "admin", "admin")
			return ctx
		}).
		Assess("may in the namespace", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			account(t, cfg, admin).makes(ctx, t, append(metricPaths(ns, answered),
				attempt{http.MethodPost, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics" + dry, declarationIn(ns), stored},
				attempt{http.MethodPatch, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics/service" + dry, `{"spec": {"value": "2"}}`, answered},
				attempt{http.MethodDelete, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics/service" + dry, "", answered},
				attempt{http.MethodPost, rbacPath + "/namespaces/" + ns + "/rolebindings" + dry, binding("RoleBinding", "metrics-reader"), stored},
			)...)
			return ctx
		}).
		Assess("may not elsewhere", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			account(t, cfg, admin).makes(ctx, t, append(metricPaths(elsewhere, forbidden), beyondNamespace(ns, elsewhere)...)...)
			return ctx
		}).
		Assess("may not at the adapter", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, adapter := range directTo(ctx, t, cfg) {
				adapter.as(admin).makes(ctx, t, metricPaths(ns, answered)...)
				adapter.as(admin).makes(ctx, t, append(metricPaths(elsewhere, forbidden), ownPaths(forbidden)...)...)
				adapter.as(admin).makes(ctx, t, attempt{http.MethodPost, writesIn(ns), "1", forbidden})
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		WithTeardown("namespace", deleteNamespace(elsewhere)).
		Feature()
}

// beyondNamespace are attempts to get out of a namespace.
func beyondNamespace(ns, elsewhere string) []attempt {
	const adapter = "/api/v1/namespaces/" + adapterNamespace
	return []attempt{
		{http.MethodGet, "/apis/custom.metrics.k8s.io/v1beta2/namespaces/" + elsewhere + "/metrics/work-queue-length", "", forbidden},
		{http.MethodGet, "/apis/custom.metrics.k8s.io/v1beta2/nodes/*/level", "", forbidden},
		{http.MethodGet, "/apis/metrics.k8s.io/v1beta1/namespaces/" + elsewhere + "/pods", "", forbidden},
		{http.MethodGet, declarationsPath + "/simulatedmetrics", "", forbidden},
		{http.MethodGet, declarationsPath + "/namespaces/" + elsewhere + "/simulatedmetrics", "", forbidden},
		{http.MethodPost, declarationsPath + "/namespaces/" + elsewhere + "/simulatedmetrics" + dry, declarationIn(elsewhere), forbidden},
		{http.MethodPatch, declarationsPath + "/namespaces/" + elsewhere + "/simulatedmetrics/service" + dry, `{"spec": {"value": "2"}}`, forbidden},
		{http.MethodDelete, declarationsPath + "/namespaces/" + elsewhere + "/simulatedmetrics/service" + dry, "", forbidden},
		{http.MethodPatch, declarationsPath + "/namespaces/" + ns + "/simulatedmetrics/service/status" + dry, `{"status": {}}`, forbidden},
		{http.MethodGet, declarationsPath + "/clustersimulatedmetrics", "", forbidden},
		{http.MethodPost, declarationsPath + "/clustersimulatedmetrics" + dry, ofTheCluster, forbidden},
		{http.MethodPost, rbacPath + "/namespaces/" + ns + "/rolebindings" + dry, binding("RoleBinding", "metrics-writer"), forbidden},
		{http.MethodPost, rbacPath + "/namespaces/" + ns + "/rolebindings" + dry, binding("RoleBinding", "metrics-adapter"), forbidden},
		{http.MethodPost, rbacPath + "/clusterrolebindings" + dry, binding("ClusterRoleBinding", "metrics-reader"), forbidden},
		{http.MethodPatch, apiServicePath + dry, unverified, forbidden},
		{http.MethodPatch, adapterDeployment + dry, otherImage, forbidden},
		{http.MethodGet, adapter + "/secrets", "", forbidden},
		{http.MethodPost, adapter + "/pods" + dry, somePod, forbidden},
		{http.MethodPost, adapter + "/serviceaccounts/" + adapterName + "/token", someToken, forbidden},
	}
}

// bind binds one of Kubernetes' own roles to an account, in its namespace.
func bind(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name, role string) {
	t.Helper()
	err := cfg.Client().Resources().Create(ctx, &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		Subjects:   []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: ns, Name: name}},
	})
	if err != nil {
		t.Fatal(err)
	}
}
