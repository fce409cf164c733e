package e2e

import (
	"context"
	"net/http"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/klient/k8s"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// adapterIsLookedInto: what the adapter says about itself is for who has a right to
// it, path by path. Profiles tell what is in its memory.
func adapterIsLookedInto() types.Feature {
	const ns = "own-paths"
	const profile, flags = "/debug/pprof/heap", "/debug/flags/v"
	tokens := map[string]string{}
	feature := features.New("what the adapter says about itself").
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("accounts", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, name := range []string{"nobody", "writer", "monitor", "administrator"} {
				tokens[name] = token(ctx, t, cfg, ns, name)
			}
			createAll(ctx, t, cfg, watchers(ns)...)
			return ctx
		})
	for _, row := range []struct {
		who      string
		attempts []attempt
	}{
		{"nobody", ownPaths(forbidden)},
		{"writer", append([]attempt{{http.MethodPost, "/write-metrics/nonsense", "1", []int{http.StatusNotFound}}}, ownPaths(forbidden)...)},
		{"monitor", []attempt{
			{http.MethodGet, "/metrics", "", answered},
			{http.MethodDelete, "/metrics", "", forbidden}, // it would set them to 0
			{http.MethodGet, profile, "", forbidden},
			{http.MethodPut, flags, "9", forbidden},
		}},
		{"administrator", []attempt{{http.MethodGet, "/metrics", "", answered}, {http.MethodGet, profile, "", answered}}},
	} {
		feature.Assess(row.who, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, adapter := range directTo(ctx, t, cfg) {
				adapter.as(tokens[row.who]).makes(ctx, t, row.attempts...)
			}
			return ctx
		})
	}
	return feature.
		WithTeardown("rights", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, object := range watchers(ns) {
				if err := cfg.Client().Resources().Delete(ctx, object); err != nil {
					t.Error(err)
				}
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// watchers bind roles to the accounts, in all namespaces.
func watchers(ns string) (bindings []k8s.Object) {
	for name, role := range map[string]string{"writer": "metrics-writer", "monitor": "system:monitoring", "administrator": "cluster-admin"} {
		bindings = append(bindings, &rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: ns + "-" + name},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
			Subjects:   []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: ns, Name: name}},
		})
	}
	return bindings
}

func createAll(ctx context.Context, t *testing.T, cfg *envconf.Config, objects ...k8s.Object) {
	t.Helper()
	for _, object := range objects {
		if err := cfg.Client().Resources().Create(ctx, object); err != nil {
			t.Fatal(err)
		}
	}
}
