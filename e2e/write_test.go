package e2e

import (
	"context"
	"strings"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/klient/k8s"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
)

// writeAPI: who may, sets a value that is stored and then read by everybody.
func writeAPI() types.Feature {
	const ns = "write"
	const (
		path      = "/write-metrics/namespaces/write/services/web/requests"
		elsewhere = "/write-metrics/namespaces/default/services/web/requests"
		// Who decides on rights sees the decoded path, which begins as the allowed ones do.
		sneaky = "/write-metrics/namespaces/write%2F..%2Fdefault/services/web/requests"
	)
	var adapter direct
	var writer, reader string
	return features.New("write API").
		WithSetup("a service", makeServices(ns, "web")).
		WithSetup("who may write in this namespace, and who may not", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			adapter = directTo(ctx, t, cfg)[0]
			writer, reader = token(ctx, t, cfg, ns, "writer"), token(ctx, t, cfg, ns, "reader")
			allow(ctx, t, cfg, ns, "writer", "/write-metrics/namespaces/write/*")
			return ctx
		}).
		Assess("anonymous is refused", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			if status, answer := adapter.do(ctx, t, "POST", path, "", "40"); status != 401 && status != 403 {
				t.Errorf("got %d: %s, want 401 or 403", status, answer)
			}
			return ctx
		}).
		Assess("so is who has no right to", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			if status, answer := adapter.do(ctx, t, "POST", path, reader, "40"); status != 403 {
				t.Errorf("got %d: %s, want 403", status, answer)
			}
			return ctx
		}).
		Assess("a value that is written is read", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			adapter.waitFor(ctx, t, "POST", path+"?labels=verb%3DGET", writer, `"10500m"`, 200, "Success")
			waitForValue(ctx, t, ns, 10_500)
			adapter.waitFor(ctx, t, "POST", path, writer, "20", 200, "Success")
			waitForValue(ctx, t, ns, 20_000)
			return ctx
		}).
		Assess("the right ends where it ends", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			if status, answer := adapter.do(ctx, t, "POST", elsewhere, writer, "40"); status != 403 {
				t.Errorf("got %d: %s, want 403", status, answer)
			}
			if status, answer := adapter.do(ctx, t, "POST", sneaky, writer, "40"); status != 400 {
				t.Errorf("got %d: %s, want 400", status, answer)
			}
			return ctx
		}).
		Assess("what is no number is refused", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			status, answer := adapter.do(ctx, t, "POST", path, writer, `"NaN"`)
			if status != 400 || !strings.Contains(answer, "is not a quantity: write a number") {
				t.Errorf("got %d: %s, want 400 and what to write", status, answer)
			}
			return ctx
		}).
		WithTeardown("rights", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			disallow(ctx, t, cfg, ns, "writer")
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// waitForValue waits until the requests of the service are that many milli-units.
func waitForValue(ctx context.Context, t *testing.T, ns string, want int64) {
	t.Helper()
	metrics := customClient.NamespacedMetrics(ns)
	err := wait.For(ctx, "the value", seenTimeout, poll, func(context.Context) (bool, string, error) {
		value, err := metrics.GetForObject(service, "web", "requests", everything)
		if err != nil {
			return false, "", err
		}
		return milli(value) == want, value.Value.String(), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// token makes a service account and returns a token of it.
func token(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name string) string {
	t.Helper()
	clientset := clientsOf(t, cfg).Kubernetes
	accounts := clientset.CoreV1().ServiceAccounts(ns)
	if _, err := accounts.Create(ctx, &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	made, err := accounts.CreateToken(ctx, name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return made.Status.Token
}

// allow lets a service account post to the paths.
func allow(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name string, paths ...string) {
	t.Helper()
	meta := metav1.ObjectMeta{Name: ns + "-" + name}
	for _, object := range []k8s.Object{
		&rbacv1.ClusterRole{ObjectMeta: meta, Rules: []rbacv1.PolicyRule{{Verbs: []string{"post"}, NonResourceURLs: paths}}},
		&rbacv1.ClusterRoleBinding{
			ObjectMeta: meta,
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: meta.Name},
			Subjects:   []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: ns, Name: name}},
		},
	} {
		if err := cfg.Client().Resources().Create(ctx, object); err != nil {
			t.Fatal(err)
		}
	}
}

// disallow takes back what allow has given.
func disallow(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name string) {
	t.Helper()
	meta := metav1.ObjectMeta{Name: ns + "-" + name}
	for _, object := range []k8s.Object{&rbacv1.ClusterRole{ObjectMeta: meta}, &rbacv1.ClusterRoleBinding{ObjectMeta: meta}} {
		if err := cfg.Client().Resources().Delete(ctx, object); err != nil {
			t.Error(err)
		}
	}
}
