package write_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"example.com/metrics-lab/adapter/api/apitest"
	"example.com/metrics-lab/adapter/write"
)

// FuzzHandler asserts that whatever is sent gets a Status that is no error of the server's, and that what is stored has
// passed the rules of the API and is in the namespace that the path names, as who has authorised it has read it.
func FuzzHandler(f *testing.F) {
	const path = "/write-metrics/namespaces/shop/pods/web-1/requests"
	for _, seed := range [][4]string{ // method, path, query, Content-Encoding
		{"POST", path, "", ""}, {"POST", path, "labels=verb%3DGET", ""}, {"POST", path, "labels=%", ""}, {"GET", path, "", ""}, {"POST", path, "", "gzip"},
		{"POST", "/write-metrics/nodes/n1/load", "", "identity"}, {"POST", "/write-metrics/namespaces/shop/metrics/tenants", "", ""},
		{"POST", "/write-metrics/namespaces/shop%2F..%2Fother/pods/web-1/requests", "", ""}, {"POST", "/write-metrics/namespaces/shop/pods/%00/requests", "", ""},
		{"POST", "/write-metrics/" + strings.Repeat("a", 5000), "", ""}, {"POST", "/write-metrics/namespaces/shop/pods/web-1/%C3%A9%20%7C", "labels=" + strings.Repeat("a=b,", 900), ""},
	} {
		for _, body := range []string{"40", `"10500m"`, "-0", `"`, strings.Repeat("[", 2000), "9.3e15", "\x1f\x8b\x08"} {
			f.Add(seed[0], seed[1], seed[2], seed[3], []byte(body))
		}
	}
	store := &admitting{kinds: apitest.Kinds(f)}
	handler := write.New(store, cluster{}, apitest.NewTicking())
	f.Fuzz(func(t *testing.T, method, path, query, encoding string, body []byte) {
		r, err := http.NewRequestWithContext(t.Context(), method, "https://adapter"+path, strings.NewReader(string(body)))
		if err != nil {
			return
		}
		r.URL.RawQuery = query
		if encoding != "" {
			r.Header.Set("Content-Encoding", encoding)
		}
		w := httptest.NewRecorder()
		stored := store.during(func() { handler.ServeHTTP(w, r) })
		var status metav1.Status
		if err := json.Unmarshal(w.Body.Bytes(), &status); err != nil || int(status.Code) != w.Code || w.Code >= 500 || status.Message == "" {
			t.Fatalf("%s %q: %d, %v: %s", method, path, w.Code, err, w.Body)
		}
		if (stored != nil) != (w.Code == http.StatusOK) {
			t.Errorf("%s %q: %d, and %v is stored", method, path, w.Code, stored)
		}
		if stored != nil && stored.GetNamespace() != "" && !strings.HasPrefix(r.URL.Path, "/write-metrics/namespaces/"+stored.GetNamespace()+"/") {
			t.Errorf("%s %q stores in the namespace %s", method, path, stored.GetNamespace())
		}
	})
}

// admitting is a Store with the rules of an API server. It keeps what it has taken last.
type admitting struct {
	kinds map[string]apitest.Admit
	last  metav1.Object
}

func (a *admitting) Apply(ctx context.Context, object metav1.Object, _ string) error {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return err
	}
	o := &unstructured.Unstructured{Object: content}
	if errs := a.kinds[o.GetKind()](ctx, o); len(errs) > 0 {
		return apierrors.NewInvalid(o.GroupVersionKind().GroupKind(), o.GetName(), errs)
	}
	a.last = object
	return nil
}

// during answers what was stored meanwhile, or nil.
func (a *admitting) during(do func()) metav1.Object {
	a.last = nil
	do()
	return a.last
}
