package recorder

import (
	"encoding/json"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// withStreams refuses requests for a list as a watch, if there are to be none, as an API server does that knows none. A
// client lists first then.
func withStreams(api http.Handler, streams bool) http.Handler {
	if streams {
		return api
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !r.URL.Query().Has("sendInitialEvents") {
			api.ServeHTTP(w, r)
			return
		}
		err := apierrors.NewInvalid(schema.GroupKind{Group: "meta.k8s.io", Kind: "ListOptions"}, "", nil)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(int(err.ErrStatus.Code))
		_ = json.NewEncoder(w).Encode(err.ErrStatus) // who has gone hears nothing
	})
}
