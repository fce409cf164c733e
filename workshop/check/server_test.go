package check

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/lifecycle"
)

// server is an API server that answers paths with JSON, or with what a function
// makes of it. What it does not know is not found.
type server struct {
	json  map[string]string
	gets  map[string]func() string
	posts map[string]func(body []byte) string
}

func (s server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if answer, ok := s.posts[r.URL.Path]; ok && r.Method == http.MethodPost {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(w, answer(body))
		return
	}
	if answer, ok := s.gets[r.URL.Path]; ok {
		_, _ = io.WriteString(w, answer())
		return
	}
	// Selectors may come in any encoding.
	path := strings.TrimSuffix(r.URL.Path+"?"+r.URL.Query().Get("labelSelector"), "?")
	if answer, ok := s.json[path]; ok {
		_, _ = io.WriteString(w, answer)
		return
	}
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"there is no such thing"}`)
}

// with is a learner whose cluster answers by a client.
func with(client kubernetes.Interface) *Learner {
	return &Learner{Lab: &lifecycle.Lab{Clients: &clients.Clients{Kubernetes: client}}}
}

// of is a lab whose API server has an address.
func of(t *testing.T, url string) *lifecycle.Lab {
	t.Helper()
	c, err := clients.New(&rest.Config{Host: url, ContentConfig: rest.ContentConfig{ContentType: "application/json"}})
	if err != nil {
		t.Fatal(err)
	}
	return &lifecycle.Lab{Clients: c}
}

// lab is one whose API server that is, with answers kept in files.
func (s server) lab(t *testing.T, answers map[string]string) *Learner {
	t.Helper()
	api := httptest.NewServer(s)
	t.Cleanup(api.Close)
	l := &Learner{Root: t.TempDir(), Lab: of(t, api.URL)}
	for name, text := range answers {
		folder := filepath.Join(l.Root, "workshop", "answers")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// toJSON is what an API server answers with an object.
func toJSON(t *testing.T, object any) string {
	t.Helper()
	data, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// says fails the test unless the error says so, or is nil if that is wanted.
func says(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("want an error that says %q, got %v", want, err)
	}
	if err != nil && strings.Contains(err.Error(), "\n") {
		t.Errorf("it is more than a line: %v", err)
	}
}
