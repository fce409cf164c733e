package write_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clocktesting "k8s.io/utils/clock/testing"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/write"
)

var (
	pods        = schema.GroupResource{Resource: "pods"}
	deployments = schema.GroupResource{Group: "apps", Resource: "deployments"}
	nodes       = schema.GroupResource{Resource: "nodes"}
	namespaces  = schema.GroupResource{Resource: "namespaces"}
)

// cluster is a Resolver that knows four resources, or answers an error.
type cluster struct{ err error }

func (c cluster) Resolve(_ context.Context, resource schema.GroupResource) (objects.Resource, error) {
	if c.err != nil {
		return objects.Resource{}, c.err
	}
	switch resource.String() {
	case "pod", "pods":
		return objects.Resource{GroupVersionResource: pods.WithVersion("v1"), Namespaced: true}, nil
	case "deployment", "deployments", "deployments.apps":
		return objects.Resource{GroupVersionResource: deployments.WithVersion("v1"), Namespaced: true}, nil
	case "node", "nodes":
		return objects.Resource{GroupVersionResource: nodes.WithVersion("v1")}, nil
	case "namespace", "namespaces":
		return objects.Resource{GroupVersionResource: namespaces.WithVersion("v1")}, nil
	}
	return objects.Resource{}, &meta.NoResourceMatchError{PartialResource: resource.WithVersion("")}
}

// store is a Store that keeps all that it was given, or answers an error. It waits for release if there is one.
type store struct {
	err     error
	release chan struct{}

	mu       sync.Mutex
	applied  []metav1.Object
	managers []string
}

func (s *store) Apply(ctx context.Context, object metav1.Object, manager string) error {
	s.mu.Lock()
	s.applied = append(s.applied, object)
	s.managers = append(s.managers, manager)
	s.mu.Unlock()
	if s.release != nil {
		select {
		case <-s.release:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return s.err
}

func newClock() *clocktesting.FakePassiveClock {
	return clocktesting.NewFakePassiveClock(time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC))
}

func newHandler(s *store, c cluster) http.Handler {
	return write.New(s, c, newClock())
}

// post writes a body to a path and returns what the client gets.
func post(t *testing.T, handler http.Handler, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, handler, http.MethodPost, path, strings.NewReader(body))
}

func send(t *testing.T, handler http.Handler, method, path string, body io.Reader) *httptest.ResponseRecorder {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), method, path, body))
	return recorder
}

// outcome is what a client sees of an answer.
type outcome struct {
	Code    int32
	Reason  metav1.StatusReason
	Message string
}

// outcomeOf asserts that an answer is a Status as clients of the API server know it, whose code is that of the answer.
func outcomeOf(t *testing.T, recorder *httptest.ResponseRecorder) outcome {
	t.Helper()
	if got := recorder.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type is %q", got)
	}
	var status metav1.Status
	decoder := json.NewDecoder(recorder.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&status); err != nil {
		t.Fatal(err)
	}
	if status.Kind != "Status" || status.APIVersion != "v1" {
		t.Errorf("the answer is of kind %q, version %q", status.Kind, status.APIVersion)
	}
	if int(status.Code) != recorder.Code || (status.Status == metav1.StatusSuccess) != (recorder.Code == http.StatusOK) {
		t.Errorf("the answer has the code %d, the Status says %s %d", recorder.Code, status.Status, status.Code)
	}
	return outcome{Code: status.Code, Reason: status.Reason, Message: status.Message}
}
