package server

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apiserver/pkg/endpoints/request"
)

func TestReadable(t *testing.T) {
	t.Parallel()
	resolver := &request.RequestInfoFactory{APIPrefixes: sets.NewString("api", "apis"), GrouplessAPIPrefixes: sets.NewString("api")}
	handler := readable(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }), resolver)
	for path, want := range map[string]int{
		"/apis/custom.metrics.k8s.io/v1beta2/watch":       400,
		"/apis/custom.metrics.k8s.io/v1beta2/watch/":      400,
		"/apis/external.metrics.k8s.io/v1beta1/%70roxy//": 400,
		"/api/v1/proxy": 400,
		"/apis/custom.metrics.k8s.io/v1beta2/watch/pods":                                                        200,
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/web/watch":                                    200,
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests?a=/watch":                          200,
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests?fieldSelector==a":                  400,
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests?field%53elector=a%3Db,%21%3Dc":     400,
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests?fieldSelector=metadata.name%3Dweb": 200,
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests?fieldSelector=%3D%3D%3D":           200,
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests?fieldSelector=x":                   200,
		"/watch":               200,
		"/write-metrics/watch": 200,
	} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s: got %d: %s, want %d", path, w.Code, w.Body, want)
		}
	}
}
