package recorder

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/client-go/rest"
)

func TestUsed(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, method, path string
		code               int
		streams            bool
		want               []Right
		refused            []string
	}{
		{name: "list", method: "GET", path: "/apis/apps/v1/deployments", code: 200, want: []Right{{"list", "apps", "deployments", "", ""}}},
		{name: "watch", method: "GET", path: "/api/v1/pods?watch=true", code: 200, want: []Right{{"watch", "", "pods", "", ""}}},
		{name: "one by a field", method: "GET", path: "/api/v1/namespaces/a/configmaps?watch=1&fieldSelector=metadata.name%3Db", code: 200, want: []Right{{"watch", "", "configmaps", "a", "b"}}},
		{name: "status", method: "PATCH", path: "/apis/lab.example.com/v1alpha1/namespaces/a/simulatedmetrics/b/status", code: 200, want: []Right{{"patch", "lab.example.com", "simulatedmetrics/status", "a", "b"}}},
		{name: "apply what is there", method: "PATCH", path: "/apis/lab.example.com/v1alpha1/clustersimulatedmetrics/b", code: 200, want: []Right{{"patch", "lab.example.com", "clustersimulatedmetrics", "", "b"}}},
		{name: "apply what is not there", method: "PATCH", path: "/apis/lab.example.com/v1alpha1/clustersimulatedmetrics/b", code: 201, want: []Right{{"create", "lab.example.com", "clustersimulatedmetrics", "", "b"}, {"patch", "lab.example.com", "clustersimulatedmetrics", "", "b"}}},
		{name: "discovery", method: "GET", path: "/apis", code: 200},
		{name: "refused", method: "GET", path: "/api/v1/secrets", code: 403, want: []Right{{"list", "", "secrets", "", ""}}, refused: []string{"GET /api/v1/secrets"}},
		{name: "a stream", method: "GET", path: "/api/v1/pods?watch=true&sendInitialEvents=true", code: 200, streams: true, want: []Right{{"watch", "", "pods", "", ""}}},
		{name: "no streams", method: "GET", path: "/api/v1/pods?watch=true&sendInitialEvents=true", code: 422},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(row.code)
				_, _ = io.WriteString(w, r.Header.Get("Authorization"))
			}))
			defer api.Close()
			recorder, err := Start(&rest.Config{Host: api.URL, BearerToken: "administrator"}, row.streams)
			if err != nil {
				t.Fatal(err)
			}
			defer recorder.Stop()
			if code, body := ask(t, recorder, row.method, row.path); code != row.code || row.code != 422 && body != "Bearer own" {
				t.Errorf("got %d from %q, want %d with the client's own credentials", code, body, row.code)
			}
			if diff := cmp.Diff(row.want, recorder.Used()); diff != "" {
				t.Errorf("used (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(row.refused, recorder.Refused()); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
		})
	}
}

// ask asks as a client does that knows the recorder's certificate, and has a token.
func ask(t *testing.T, recorder *Recorder, method, path string) (int, string) {
	t.Helper()
	client, err := rest.HTTPClientFor(&rest.Config{BearerToken: "own", TLSClientConfig: rest.TLSClientConfig{CAData: recorder.CA()}})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, recorder.URL()+path, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestRightsOf(t *testing.T) {
	t.Parallel()
	rule := rbacv1.PolicyRule{APIGroups: []string{"apps"}, Resources: []string{"deployments"}, Verbs: []string{"list", "watch"}}
	want := []Right{{"list", "apps", "deployments", "a", ""}, {"watch", "apps", "deployments", "a", ""}}
	if diff := cmp.Diff(want, RightsOf(rule, "a")); diff != "" {
		t.Errorf("of each verb (-want +got):\n%s", diff)
	}
	rule = rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"get"}, ResourceNames: []string{"b", "c"}}
	want = []Right{{"get", "", "configmaps", "", "b"}, {"get", "", "configmaps", "", "c"}}
	if diff := cmp.Diff(want, RightsOf(rule, "")); diff != "" {
		t.Errorf("of each name (-want +got):\n%s", diff)
	}
}

func TestCovers(t *testing.T) {
	t.Parallel()
	used := Right{"get", "", "configmaps", "kube-system", "a"}
	for _, row := range []struct {
		name string
		has  Right
		want bool
	}{
		{"the same", used, true},
		{"of all", Right{"get", "", "configmaps", "", ""}, true},
		{"in another namespace", Right{"get", "", "configmaps", "default", ""}, false},
		{"of another name", Right{"get", "", "configmaps", "", "b"}, false},
		{"another verb", Right{"list", "", "configmaps", "", ""}, false},
		{"another group", Right{"get", "apps", "configmaps", "", ""}, false},
		{"another resource", Right{"get", "", "configmaps/status", "", ""}, false},
	} {
		if got := row.has.Covers(used); got != row.want {
			t.Errorf("%s: %s covers %s: %t", row.name, row.has, used, got)
		}
	}
}
