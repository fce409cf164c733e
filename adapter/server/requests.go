package server

import (
	"fmt"
	"mime"
	"net/http"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/metrics/pkg/apis/custom_metrics"
	"k8s.io/metrics/pkg/apis/external_metrics"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/apiserver"

	"example.com/metrics-lab/adapter/refusal"
)

// checked refuses requests for metrics that the library takes for errors of the server. Their fault is the client's, who
// must not ask again as it would after a 500.
func checked(library http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		info, ok := request.RequestInfoFrom(r.Context())
		if !ok || !info.IsResourceRequest {
			library.ServeHTTP(w, r)
			return
		}
		var err error
		switch info.APIGroup {
		case custom_metrics.GroupName:
			err = checkSelector(r)
		case external_metrics.GroupName:
			r, err = withoutPartial(r)
		}
		if err != nil {
			responsewriters.ErrorNegotiated(err, apiserver.Codecs, schema.GroupVersion{Group: info.APIGroup, Version: info.APIVersion}, w, r)
			return
		}
		library.ServeHTTP(w, r)
	})
}

// checkSelector parses the metric label selector as the library does. Whether there is one shows in the decoded query
// alone: the parameter's name may be escaped, too.
func checkSelector(r *http.Request) error {
	const parameter = "metricLabelSelector"
	if r.URL.RawQuery == "" {
		return nil
	}
	if _, err := labels.Parse(r.URL.Query().Get(parameter)); err != nil {
		return apierrors.NewBadRequest(fmt.Sprintf("%s: %v", parameter, err))
	}
	return nil
}

// withoutPartial takes from what a client accepts the metadata of objects: a series of an external metric has none. It
// is an error if nothing else is left.
func withoutPartial(r *http.Request) (*http.Request, error) {
	accepted := r.Header.Values("Accept")
	if !strings.Contains(strings.Join(accepted, ","), "PartialObjectMetadata") {
		return r, nil
	}
	var left []string
	for clause := range strings.SplitSeq(strings.Join(accepted, ","), ",") {
		if _, parameters, err := mime.ParseMediaType(clause); err == nil && strings.HasPrefix(parameters["as"], "PartialObjectMetadata") {
			continue
		}
		left = append(left, clause)
	}
	if len(left) == 0 {
		return r, refusal.New(http.StatusNotAcceptable, metav1.StatusReasonNotAcceptable,
			"external metrics have no metadata: accept application/json, or the like, without as=PartialObjectMetadataList")
	}
	r = r.Clone(r.Context())
	r.Header.Set("Accept", strings.Join(left, ","))
	return r, nil
}
