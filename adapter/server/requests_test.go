package server

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apiserver/pkg/endpoints/request"
)

// TestChecked: the library gets what it can answer, and as the client wrote it but for metadata that is not there.
func TestChecked(t *testing.T) {
	t.Parallel()
	const (
		custom, external = "custom.metrics.k8s.io", "external.metrics.k8s.io"
		partial          = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
		partialOfOne     = "application/vnd.kubernetes.protobuf; as=PartialObjectMetadata; g=meta.k8s.io; v=v1"
		table            = "application/json;as=Table;g=meta.k8s.io;v=v1"
	)
	for _, test := range []struct {
		name, group, selector, accept string
		parameter                     string // as it is written, if it is not metricLabelSelector
		code                          int    // 200 if the library is asked
		want                          string // what it is asked to accept, or a part of what the client is told
	}{
		{name: "no selector", group: custom, accept: "application/json", code: 200, want: "application/json"},
		{name: "selector", group: custom, selector: "verb in (get,put),!tier", code: 200},
		{name: "malformed selector", group: custom, selector: "verb in (", code: 400, want: "metricLabelSelector: "},
		{name: "malformed key", group: custom, selector: "/=a", code: 400, want: "metricLabelSelector: "},
		{name: "malformed selector of an escaped name", group: custom, parameter: "metric%4CabelSelector", selector: "a lt 1", code: 400, want: "metricLabelSelector: "},
		{name: "malformed selector of another group", group: "apps", selector: "verb in (", code: 200},
		{name: "metadata of custom metrics", group: custom, accept: partial, code: 200, want: partial},
		{name: "metadata of external metrics", group: external, accept: partial, code: 406, want: "external metrics have no metadata"},
		{name: "metadata of one and of a list", group: external, accept: partialOfOne + "," + partial, code: 406, want: "external metrics have no metadata"},
		{name: "metadata, or else JSON", group: external, accept: partial + ", " + partialOfOne + ",application/json", code: 200, want: "application/json"},
		{name: "table of external metrics", group: external, accept: table, code: 200, want: table},
		{name: "no Accept", group: external, code: 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			parameter := cmp.Or(test.parameter, "metricLabelSelector")
			r := httptest.NewRequestWithContext(t.Context(), "GET", "/apis/x?"+parameter+"="+url.QueryEscape(test.selector), nil)
			r = r.WithContext(request.WithRequestInfo(r.Context(), &request.RequestInfo{IsResourceRequest: true, APIGroup: test.group, APIVersion: "v1beta1"}))
			if test.accept != "" {
				r.Header.Set("Accept", test.accept)
			}
			asked := ""
			w := httptest.NewRecorder()
			checked(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = strings.TrimSpace(r.Header.Get("Accept"))
				w.WriteHeader(http.StatusOK)
			})).ServeHTTP(w, r)
			if w.Code != test.code {
				t.Fatalf("got %d: %s, want %d", w.Code, w.Body, test.code)
			}
			if test.code == http.StatusOK {
				if asked != test.want {
					t.Errorf("the library is asked to accept %q, want %q", asked, test.want)
				}
				return
			}
			var status metav1.Status
			if err := json.Unmarshal(w.Body.Bytes(), &status); err != nil || status.Kind != "Status" || !strings.Contains(status.Message, test.want) {
				t.Errorf("got %s, %v, want a Status with %q", w.Body, err, test.want)
			}
		})
	}
}
