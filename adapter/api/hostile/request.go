package hostile

import (
	"bytes"
	"compress/gzip"
	"math/rand/v2"
	"net/http"
	"strings"
)

// Request is one that is sent as it stands.
type Request struct {
	Method string
	// Target is the path with its escapes, and the query.
	Target string
	Header http.Header
	Body   []byte
}

// NewRequest makes one for what an adapter serves, about objects of a namespace or of none.
func NewRequest(r *rand.Rand, namespace string) Request {
	q := Request{Method: method(r), Target: path(r, namespace) + query(r), Header: http.Header{}}
	headers(r, q.Header)
	if once(r, 3) || q.Method == http.MethodPost {
		q.Body = body(r)
	}
	if q.Body != nil && once(r, 4) {
		q.Header.Set("Content-Encoding", pick(r, "gzip", "gzip", "deflate", "identity", "br", "gzip, gzip", "x"))
	}
	if q.Body != nil && once(r, 8) {
		q.Body = compressed(q.Body)
	}
	return q
}

func method(r *rand.Rand) string {
	if !once(r, 6) {
		return http.MethodGet
	}
	return pick(r, http.MethodPost, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions, http.MethodTrace, "WATCH", "LIST", "get", "X")
}

func path(r *rand.Rand, namespace string) string {
	ns := text(r, namespace, namespace, "default", "kube-system", "other")
	metric := text(r, "requests", "depth", "packets-per-second", "queue-messages", "connections-per-second", "work-queue-length", "cpu")
	resource := text(r, "pods", "services", "deployments.apps", "namespaces", "nodes", "pod", "po", "pods.v1.", "clusterroles.rbac.authorization.k8s.io")
	name := text(r, "web-1", "web", "*", "system:node", "orders")
	custom := "/apis/custom.metrics.k8s.io/" + text(r, "v1beta1", "v1beta2", "v1beta2", "v1", "v2")
	external := "/apis/external.metrics.k8s.io/" + text(r, "v1beta1", "v1beta1", "v1beta2")
	var parts []string
	prefix := custom
	switch r.IntN(12) {
	case 0, 1, 2, 3:
		parts = []string{"namespaces", ns, resource, name, metric}
	case 4:
		parts = []string{"namespaces", ns, "metrics", metric}
	case 5:
		parts = []string{resource, name, metric}
	case 6, 7, 8:
		prefix, parts = external, []string{"namespaces", ns, metric}
	case 9:
		prefix, parts = "/write-metrics", pick(r, []string{"namespaces", ns, resource, name, metric}, []string{resource, name, metric}, []string{"namespaces", ns, "metrics", metric})
	case 10:
		return pick(r, "/", "/apis", "/apis/", custom, external, "/apis/custom.metrics.k8s.io", "/openapi/v2", "/openapi/v3", "/version", "/healthz", "/livez/ping", "/api", custom+"/", "//", "/write-metrics/", "/apis//", "/%2e%2e/")
	default:
		prefix, parts = pick(r, custom, external, "/apis/metrics.k8s.io/v1beta1", "/apis/"+text(r, "x")), strings.Split(text(r, "namespaces/shop/pods/web-1/requests/status/more", "a/b/c/d/e/f/g"), "/")
	}
	for i, part := range parts {
		parts[i] = segment(r, part)
	}
	if once(r, 12) {
		parts = append(parts, text(r, "", "status", "proxy"))
		parts[len(parts)-1] = segment(r, parts[len(parts)-1])
	}
	return prefix + "/" + strings.Join(parts, pick(r, "/", "/", "/", "/", "/", "/", "/", "//"))
}

// compressed is a body as gzip makes it.
func compressed(body []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
