package server

import (
	"net/http"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
	"k8s.io/apiserver/pkg/endpoints/request"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/apiserver"
)

// readable refuses what the filters of the library take for an error of the server, before a request comes to what checked
// checks.
func readable(library http.Handler, resolver request.RequestInfoResolver) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if why := unreadable(r, resolver); why != "" {
			responsewriters.ErrorNegotiated(apierrors.NewBadRequest(why), apiserver.Codecs, schema.GroupVersion{Version: "v1"}, w, r)
			return
		}
		library.ServeHTTP(w, r)
	})
}

func unreadable(r *http.Request, resolver request.RequestInfoResolver) string {
	path := strings.TrimRight(r.URL.Path, "/")
	if strings.HasSuffix(path, "/watch") || strings.HasSuffix(path, "/proxy") {
		if _, err := resolver.NewRequestInfo(r); err != nil { // it ends where what is watched, or proxied, would begin
			return "the path names no resource"
		}
	}
	if r.URL.RawQuery != "" && keyless(r.URL.Query().Get("fieldSelector")) {
		return "fieldSelector: a key is missing before the operator"
	}
	return ""
}

// keyless tells whether a field selector has a requirement without a key. The library can parse it, and asks the API server
// whether the user may select by it, which takes that for an invalid question.
func keyless(selector string) bool {
	if selector == "" {
		return false
	}
	parsed, err := fields.ParseSelector(selector)
	if err != nil {
		return false // the library says what is wrong
	}
	for _, requirement := range parsed.Requirements() {
		if requirement.Field == "" {
			return true
		}
	}
	return false
}
