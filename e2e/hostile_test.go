package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/e2e-framework/klient/k8s"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/hostile"
	"example.com/metrics-lab/lab/host/wait"
)

const (
	hostileNamespace = "hostile"
	// hostileClients send at the same time.
	hostileClients = 8
	// hostileTimeout is how long an answer may take: the API server gives up an aggregated request after a minute.
	hostileTimeout = 20 * time.Second
)

var (
	hostileRequests = flag.Uint64("hostile", 1000, "how many requests that nobody means well are sent, through the API server and straight")
	hostileSeed     = flag.Uint64("hostile-seed", 1, "the seed of the first one")
)

// requestsOfNoGoodWill: whatever a client sends, through the API server or straight to the adapter, is answered in time, and
// is an error of the client's if it is one. The adapter goes on, and takes no more memory than before.
func requestsOfNoGoodWill() types.Feature {
	const ns = hostileNamespace
	var adapter direct
	var admin string
	var before process
	return features.New("requests of no good will").
		WithSetup("services", makeServices(ns, "web", "web-1")).
		WithSetup("metrics", simulated(ns, "depth", ofQueue("depth", "orders", constant("7")))).
		WithSetup("who may read all, and write here", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			adapter, admin = directTo(ctx, t, cfg)[0], token(ctx, t, cfg, ns, "hostile")
			allowReading(ctx, t, cfg, ns, "hostile")
			waitUntilAllowed(ctx, t, cfg, ns, "hostile", "/metrics")
			adapter.waitFor(ctx, t, http.MethodGet, "/metrics", admin, "", 200, "process_start_time_seconds")
			before = adapter.process(ctx, t, admin)
			return ctx
		}).
		Assess("through the API server", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			config := restConfig(cfg)
			client, err := rest.HTTPClientFor(config)
			if err != nil {
				t.Fatal(err)
			}
			sendAll(ctx, t, *hostileRequests/2, func(q hostile.Request) (int, string, error) { return sendTo(ctx, client, config.Host, "", q) })
			return ctx
		}).
		Assess("straight to the adapter", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			url := fmt.Sprintf("https://127.0.0.1:%d", adapter.port)
			sendAll(ctx, t, *hostileRequests-*hostileRequests/2, func(q hostile.Request) (int, string, error) { return sendTo(ctx, adapter.client, url, admin, q) })
			return ctx
		}).
		Assess("the adapter has gone on", func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			// The library keeps eight thousand answers of the API server to whether somebody may do something, of up to 10 KB.
			const mayGrow = 250 << 20
			after := adapter.process(ctx, t, admin)
			t.Logf("resident before: %.0f MB, after: %.0f MB", before.resident/1e6, after.resident/1e6)
			if after.start != before.start || after.resident > before.resident+mayGrow {
				t.Errorf("before: %+v, after: %+v", before, after)
			}
			return ctx
		}).
		WithTeardown("rights", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			meta := metav1.ObjectMeta{Name: ns}
			for _, object := range []k8s.Object{&rbacv1.ClusterRole{ObjectMeta: meta}, &rbacv1.ClusterRoleBinding{ObjectMeta: meta}} {
				if err := cfg.Client().Resources().Delete(ctx, object); err != nil {
					t.Error(err)
				}
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// allowReading lets an account read all metrics, and write values of objects in its namespace. It may not write what
// stays when the namespace is deleted.
func allowReading(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name string) {
	t.Helper()
	meta := metav1.ObjectMeta{Name: ns}
	for _, object := range []k8s.Object{
		&rbacv1.ClusterRole{ObjectMeta: meta, Rules: []rbacv1.PolicyRule{
			{Verbs: []string{"*"}, APIGroups: []string{"custom.metrics.k8s.io", "external.metrics.k8s.io", "metrics.k8s.io"}, Resources: []string{"*"}},
			{Verbs: []string{"get"}, NonResourceURLs: []string{"*"}},
			{Verbs: []string{"post"}, NonResourceURLs: []string{"/write-metrics/namespaces/" + ns + "/services/*"}},
		}},
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

// waitUntilAllowed asks the API server, which learns of new rights by watching: the adapter would remember for ten seconds
// that it has said no.
func waitUntilAllowed(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name, path string) {
	t.Helper()
	reviews := clientsOf(t, cfg).Kubernetes.AuthorizationV1().SubjectAccessReviews()
	err := wait.For(ctx, "the right to get "+path, seenTimeout, poll, func(ctx context.Context) (bool, string, error) {
		review, err := reviews.Create(ctx, &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
			User: "system:serviceaccount:" + ns + ":" + name, NonResourceAttributes: &authorizationv1.NonResourceAttributes{Verb: "get", Path: path},
		}}, metav1.CreateOptions{})
		if err != nil {
			return false, "", err
		}
		return review.Status.Allowed, review.Status.Reason, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sendAll sends so many requests, and names the seeds of those that are answered badly.
func sendAll(_ context.Context, t *testing.T, n uint64, send func(hostile.Request) (int, string, error)) {
	t.Helper()
	var next atomic.Uint64
	var clients sync.WaitGroup
	for range hostileClients {
		clients.Go(func() {
			for i := next.Add(1); i <= n && !t.Failed(); i = next.Add(1) {
				seed := *hostileSeed + i
				q := hostile.NewRequest(hostile.From(seed), hostileNamespace)
				code, answer, err := send(q)
				if err != nil || code >= 500 && !madeByAPIServer(answer) {
					t.Errorf("seed %d, %s %.1000q, %v: %d, %v: %.1000s", seed, q.Method, q.Target, q.Header, code, err, answer)
				}
			}
		})
	}
	clients.Wait()
}

// madeByAPIServer tells whether it is the API server itself that takes an error of the client's for its own: it asks the
// adapter only when it knows what a path is about.
func madeByAPIServer(answer string) bool {
	return strings.Contains(answer, "unable to determine kind and namespace from url")
}

// sendTo sends a request as it is written, and answers 0 if that cannot be sent.
func sendTo(ctx context.Context, client *http.Client, url, token string, q hostile.Request) (int, string, error) {
	ctx, cancel := context.WithTimeout(ctx, hostileTimeout)
	defer cancel()
	if q.Read() == nil {
		return 0, "", nil
	}
	r, err := http.NewRequestWithContext(ctx, q.Method, url, bytes.NewReader(q.Body))
	if err != nil {
		return 0, "", err
	}
	r.URL.Opaque, r.URL.RawQuery, _ = strings.Cut(q.Target, "?")
	r.Header = q.Header.Clone()
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := client.Do(r)
	if err != nil && (strings.Contains(err.Error(), "invalid") || strings.Contains(err.Error(), "header list")) {
		return 0, "", nil // it has not been sent
	}
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	return response.StatusCode, string(answer), err
}

// process is what an adapter says of its own: when it was started, and how much memory it takes.
type process struct{ start, resident float64 }

func (d direct) process(ctx context.Context, t *testing.T, token string) process {
	t.Helper()
	_, answer := d.do(ctx, t, http.MethodGet, "/metrics", token, "")
	var p process
	for line := range strings.Lines(answer) {
		_, _ = fmt.Sscanf(line, "process_start_time_seconds %g", &p.start)
		_, _ = fmt.Sscanf(line, "process_resident_memory_bytes %g", &p.resident)
	}
	if p.start == 0 || p.resident == 0 {
		t.Fatalf("it does not say when it was started, or its memory: %.500s", answer)
	}
	return p
}
