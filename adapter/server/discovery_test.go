package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"sigs.k8s.io/custom-metrics-apiserver/pkg/provider"
)

// catalog has metrics that tests change.
type catalog struct {
	provider.MetricsProvider
	custom   []provider.CustomMetricInfo
	external []provider.ExternalMetricInfo
}

func (c *catalog) ListAllMetrics() []provider.CustomMetricInfo           { return c.custom }
func (c *catalog) ListAllExternalMetrics() []provider.ExternalMetricInfo { return c.external }

// TestDiscovery: the library is asked once for each question and all metrics that there are, and clients get what it has
// answered.
func TestDiscovery(t *testing.T) {
	t.Parallel()
	const custom, external = "/apis/custom.metrics.k8s.io/v1beta2", "/apis/external.metrics.k8s.io/v1beta1"
	metrics := &catalog{}
	asked, code := 0, http.StatusOK
	d := &discovery{metrics: metrics, library: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Content-Type", r.Header.Get("Accept"))
		w.WriteHeader(code)
		_, _ = fmt.Fprintf(w, "answer %d", asked)
	})}
	get := func(method, path, accept, encoding string) string {
		r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		r.Header.Set("Accept", accept)
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		return fmt.Sprintf("%d %s: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	for _, step := range []struct {
		name                           string
		before                         func()
		method, path, accept, encoding string
		want                           string
	}{
		{name: "first", path: custom, accept: "json", want: "200 json: answer 1"},
		{name: "again", path: custom, accept: "json", want: "200 json: answer 1"},
		{name: "another form", path: custom, accept: "protobuf", want: "200 protobuf: answer 2"},
		{name: "compressed", path: custom, accept: "json", encoding: "gzip", want: "200 json: answer 3"},
		{name: "external", path: external, accept: "json", want: "200 json: answer 4"},
		{name: "the first once more", path: custom, accept: "json", want: "200 json: answer 1"},
		{name: "a metric comes", before: func() { metrics.custom = make([]provider.CustomMetricInfo, 1) }, path: custom, accept: "json", want: "200 json: answer 5"},
		{name: "again", path: custom, accept: "json", want: "200 json: answer 5"},
		{name: "another one instead", before: func() { metrics.custom = make([]provider.CustomMetricInfo, 1) }, path: custom, accept: "json", want: "200 json: answer 6"},
		{name: "an external one comes", before: func() { metrics.external = make([]provider.ExternalMetricInfo, 1) }, path: custom, accept: "json", want: "200 json: answer 7"},
		{name: "an error", before: func() { code = http.StatusNotAcceptable }, path: custom, accept: "yaml", want: "406 yaml: answer 8"},
		{name: "is not kept", path: custom, accept: "yaml", want: "406 yaml: answer 9"},
		{name: "a value", path: custom + "/namespaces/shop/pods/web/hits", accept: "json", want: "406 json: answer 10"},
		{name: "the group", path: "/apis/custom.metrics.k8s.io", accept: "json", want: "406 json: answer 11"},
		{name: "parameters", path: custom + "?timeout=1s", accept: "json", want: "406 json: answer 12"},
		{name: "another group", path: "/apis/metrics.k8s.io/v1beta1", accept: "json", want: "406 json: answer 13"},
		{name: "another method", method: http.MethodHead, path: custom, accept: "json", want: "406 json: answer 14"},
		{name: "what is kept is still there", path: custom, accept: "json", want: "200 json: answer 7"},
	} {
		if step.before != nil {
			step.before()
		}
		method := step.method
		if method == "" {
			method = http.MethodGet
		}
		if got := get(method, step.path, step.accept, step.encoding); got != step.want {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
	}
	code = http.StatusOK
	for i := range 10 * kept {
		get(http.MethodGet, custom, fmt.Sprint(i), "")
	}
	if n := len(d.answers.Load().by); n != kept {
		t.Errorf("%d answers are kept", n)
	}
}
