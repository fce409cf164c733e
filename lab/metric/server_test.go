package metric

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/clients"
)

// answer is what the server says to a request; a code of 0 is 200.
type answer struct {
	code int
	body any
}

// server is an API server that knows what it is told, and 404 for the rest.
type server struct {
	answers map[string]answer // by method and path

	mu     sync.Mutex
	writes []string // method, path and body of the requests that change something
	asked  []string // what reviews were about
}

func newServer(t *testing.T, answers map[string]answer) (*server, *Client) {
	t.Helper()
	s := &server{answers: answers}
	backend := httptest.NewServer(s)
	t.Cleanup(backend.Close)
	return s, clientOf(t, backend.URL)
}

func clientOf(t *testing.T, url string) *Client {
	t.Helper()
	of, err := clients.New(&rest.Config{Host: url, QPS: -1})
	if err != nil {
		t.Fatal(err)
	}
	return NewClient("test", "kwok-test", of)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		s.note(r)
	}
	a, ok := s.answers[r.Method+" "+r.URL.Path]
	if !ok && r.Method == http.MethodGet && (strings.HasPrefix(r.URL.Path, inShop+"/") || strings.HasPrefix(r.URL.Path, groupPath+clusterScoped+"/")) {
		a, ok = noticed(), true
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if a.code != 0 {
		w.WriteHeader(a.code)
	}
	_ = json.NewEncoder(w).Encode(a.body)
}

// noticed is an object of which the adapter has said that it uses it.
func noticed() answer {
	return answer{body: map[string]any{
		"kind": "SimulatedMetric", "apiVersion": "lab.example.com/v1alpha1", "metadata": map[string]any{"generation": 2},
		"status": map[string]any{"conditions": []any{map[string]any{"type": "Accepted", "status": "True", "observedGeneration": 2}}},
	}}
}

// note keeps what a request is about that is no GET. A review changes nothing.
func (s *server) note(r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path != reviews {
		s.writes = append(s.writes, r.Method+" "+r.URL.RequestURI()+" "+string(body))
		return
	}
	object, _, err := scheme.Codecs.UniversalDeserializer().Decode(body, nil, nil)
	if err != nil {
		s.asked = append(s.asked, err.Error())
		return
	}
	review := object.(*authorizationv1.SubjectAccessReview)
	do := review.Spec.ResourceAttributes
	s.asked = append(s.asked, review.Spec.User+" "+do.Verb+" "+schema.GroupResource{Group: do.Group, Resource: do.Resource}.String())
}

func (s *server) written() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.writes)
}

// cluster is what an API server with pods, nodes and deployments says, with
// whatever else a test needs.
func cluster(more map[string]answer) map[string]answer {
	resources := func(groupVersion string, list ...metav1.APIResource) answer {
		return answer{body: metav1.APIResourceList{
			TypeMeta: metav1.TypeMeta{Kind: "APIResourceList", APIVersion: "v1"}, GroupVersion: groupVersion, APIResources: list,
		}}
	}
	group := func(name, version string) metav1.APIGroup {
		v := metav1.GroupVersionForDiscovery{GroupVersion: name + "/" + version, Version: version}
		return metav1.APIGroup{Name: name, Versions: []metav1.GroupVersionForDiscovery{v}, PreferredVersion: v}
	}
	all := map[string]answer{
		"GET /api": {body: metav1.APIVersions{TypeMeta: metav1.TypeMeta{Kind: "APIVersions"}, Versions: []string{"v1"}}},
		"GET /apis": {body: metav1.APIGroupList{
			TypeMeta: metav1.TypeMeta{Kind: "APIGroupList", APIVersion: "v1"},
			Groups:   []metav1.APIGroup{group("apps", "v1"), group("external.metrics.k8s.io", "v1beta1")},
		}},
		"GET /api/v1": resources("v1",
			metav1.APIResource{Name: "pods", SingularName: "pod", ShortNames: []string{"po"}, Kind: "Pod", Namespaced: true},
			metav1.APIResource{Name: "nodes", SingularName: "node", ShortNames: []string{"no"}, Kind: "Node"}),
		"GET /apis/apps/v1": resources("apps/v1",
			metav1.APIResource{Name: "deployments", SingularName: "deployment", ShortNames: []string{"deploy"}, Kind: "Deployment", Namespaced: true}),
		"GET /apis/external.metrics.k8s.io/v1beta1": resources("external.metrics.k8s.io/v1beta1",
			metav1.APIResource{Name: "queue_depth", Kind: "ExternalMetricValueList", Namespaced: true}),
		"GET " + inShop:                      declaredInShop(),
		"GET " + groupPath + clusterScoped:   {body: map[string]any{"kind": "ClusterSimulatedMetricList", "apiVersion": "lab.example.com/v1alpha1"}},
		"POST " + reviews:                    review(true),
		"GET /api/v1/namespaces/shop/pods/a": {body: metadataOf("a", map[string]string{"app": "web"})},
	}
	for request, answer := range more {
		all[request] = answer
	}
	return all
}

const (
	groupPath     = "/apis/lab.example.com/v1alpha1/"
	inShop        = groupPath + "namespaces/shop/simulatedmetrics"
	clusterScoped = "clustersimulatedmetrics"
	reviews       = "/apis/authorization.k8s.io/v1/subjectaccessreviews"
)

// review is what the server says of what the adapter may do.
func review(allowed bool) answer {
	return answer{body: authorizationv1.SubjectAccessReview{
		TypeMeta: metav1.TypeMeta{Kind: "SubjectAccessReview", APIVersion: "authorization.k8s.io/v1"},
		Status:   authorizationv1.SubjectAccessReviewStatus{Allowed: allowed},
	}}
}

func metadataOf(name string, labels map[string]string) any {
	return metav1.PartialObjectMetadata{
		TypeMeta:   metav1.TypeMeta{Kind: "PartialObjectMetadata", APIVersion: "meta.k8s.io/v1"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "shop", Labels: labels},
	}
}

// declaredInShop is a list of the namespace shop.
func declaredInShop(specs ...string) answer {
	items := []any{}
	for _, spec := range specs {
		items = append(items, map[string]any{
			"metadata": map[string]any{"name": "theirs", "namespace": "shop"}, "spec": json.RawMessage(spec),
		})
	}
	return answer{body: map[string]any{"kind": "SimulatedMetricList", "apiVersion": "lab.example.com/v1alpha1", "items": items}}
}

// failure is a Status.
func failure(code int, reason metav1.StatusReason, message string, details *metav1.StatusDetails) answer {
	return answer{code: code, body: metav1.Status{
		TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusFailure,
		Code: int32(code), Reason: reason, Message: message, Details: details,
	}}
}
