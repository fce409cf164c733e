package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/pflag"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/api/hostile"
	"example.com/metrics-lab/adapter/server"
)

const (
	// answerTimeout is how long an answer may take, on a machine that does other work too.
	answerTimeout = 5 * time.Second
	// maxAnswer is how large one may be: that of OpenAPI is the largest.
	maxAnswer = 1 << 20
	// maxHeap is what may be in use when all is answered.
	maxHeap = 100 << 20
)

// serving is the adapter as it serves, but for the connections: all filters of the library, the provider, the sources and
// the write API, over a cluster that stays as it is.
type serving struct{ handler http.Handler }

// installed is told of the server before it runs.
type installed chan *genericapiserver.GenericAPIServer

func (i installed) Install(s *genericapiserver.GenericAPIServer) error {
	i <- s
	return nil
}

// shared is the one server of the process: the library registers its metrics once.
var shared struct {
	sync.Once
	serving
	err error
}

func serve(f testing.TB) *serving {
	f.Helper()
	shared.Do(func() {
		klog.SetSlogLogger(slog.New(slog.DiscardHandler)) // the library has a line for each request that it cannot read
		shared.handler, shared.err = newHandler(f)
	})
	if shared.err != nil {
		f.Fatal(shared.err)
	}
	return &shared.serving
}

// newHandler has a server run until the process ends. Whoever has the token is one whom it lets do everything.
func newHandler(f testing.TB) (http.Handler, error) {
	f.Helper()
	authority := httptest.NewServer(http.HandlerFunc(review))
	dir := f.TempDir() // the server has read what is in it when the test ends
	config := filepath.Join(dir, "kubeconfig")
	if err := writeKubeconfig(config, authority.URL); err != nil {
		return nil, err
	}
	port, err := freePort(f.Context())
	if err != nil {
		return nil, err
	}
	flags := pflag.NewFlagSet("metrics-adapter", pflag.ContinueOnError)
	of := server.New("metrics-adapter", flags)
	err = flags.Parse([]string{
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", port), "--cert-dir=" + dir, "--authentication-skip-lookup", "--profiling=false",
		"--lister-kubeconfig=" + config, "--authentication-kubeconfig=" + config, "--authorization-kubeconfig=" + config,
	})
	if err != nil {
		return nil, err
	}
	if _, err := of.ClientConfig(); err != nil {
		return nil, err
	}
	made, err := newParts(f)
	if err != nil {
		return nil, err
	}
	told, ended := make(installed, 1), make(chan error, 1)
	go func() { ended <- of.Serve(context.Background(), made.provider, made.handlers, told) }()
	select {
	case s := <-told:
		return s.Handler, ready(s.Handler)
	case err := <-ended:
		return nil, fmt.Errorf("the server has ended: %w", err)
	}
}

// freePort is one that nobody listens on. The library serves nothing without one.
func freePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return listener.Addr().(*net.TCPAddr).Port, listener.Close()
}

// ready waits until the server has installed all of its paths.
func ready(handler http.Handler) error {
	for begun := time.Now(); time.Since(begun) < time.Minute; {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, authorised(httptest.NewRequest(http.MethodGet, "/none", nil)))
		if w.Code == http.StatusNotFound {
			return nil
		}
	}
	return errors.New("the server does not become ready")
}

func writeKubeconfig(file, url string) error {
	config := clientcmdapi.NewConfig()
	config.Clusters["c"] = &clientcmdapi.Cluster{Server: url}
	config.Contexts["c"] = &clientcmdapi.Context{Cluster: "c"}
	config.CurrentContext = "c"
	return clientcmd.WriteToFile(*config, file)
}

// review is an API server that takes each token for one of an administrator, and knows nothing else.
func review(w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, "/tokenreviews") {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(authenticationv1.TokenReview{
		TypeMeta: metav1.TypeMeta{Kind: "TokenReview", APIVersion: "authentication.k8s.io/v1"},
		Status:   authenticationv1.TokenReviewStatus{Authenticated: true, User: authenticationv1.UserInfo{Username: "fuzz", Groups: []string{"system:masters"}}},
	})
}

func authorised(r *http.Request) *http.Request {
	r.Header.Set("Authorization", "Bearer token")
	return r
}

// check sends a request, and tells what must not be of its answer: an error of the server's, one that comes late or is too
// large, one that is no Status, or what another namespace has.
func (s *serving) check(t *testing.T, q hostile.Request) {
	t.Helper()
	r := q.Read()
	if r == nil {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*answerTimeout)
	defer cancel()
	w, began := httptest.NewRecorder(), time.Now()
	s.handler.ServeHTTP(w, authorised(r.WithContext(ctx)))
	if took := time.Since(began); took > answerTimeout {
		t.Errorf("%s %q took %s", q.Method, q.Target, took)
	}
	body, err := plain(w)
	if err != nil || w.Code < 200 || w.Code >= 500 || len(body) > maxAnswer {
		t.Fatalf("%s %q: %d, %v, %d bytes: %.1000s", q.Method, q.Target, w.Code, err, len(body), body)
	}
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") || r.Method == http.MethodHead || w.Code == http.StatusPartialContent {
		return
	}
	var answer object
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%s %q: %d: %v: %.1000s", q.Method, q.Target, w.Code, err, body)
	}
	if w.Code >= 400 && (answer.Paths == nil && (answer.Kind != "Status" || answer.Code != w.Code || answer.Message == "")) {
		t.Errorf("%s %q: %d is no Status: %.1000s", q.Method, q.Target, w.Code, body)
	}
	if stranger := answer.stranger(r.URL.Path); stranger != "" {
		t.Errorf("%s %q: it has what is of %s: %.1000s", q.Method, q.Target, stranger, body)
	}
}

// plain is the body of an answer as it was before it was compressed.
func plain(w *httptest.ResponseRecorder) ([]byte, error) {
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() == 0 {
		return w.Body.Bytes(), nil
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unzipped)
}

// object is what is looked at of an answer.
type object struct {
	Kind, Message string
	Code          int
	Paths         any // which the library answers to who asks for a path that there is not
	Items         []struct {
		DescribedObject struct{ Namespace, Name, Kind string }
		MetricLabels    map[string]string
	}
}

// stranger is a namespace that an item is of, or is about, other than the one that the path names; or nothing. Here the
// path is taken apart as simply as can be. The series of the fixed cluster have their namespace as a label.
func (o object) stranger(path string) string {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	if len(segments) < 5 || segments[3] != "namespaces" {
		segments = append(segments, "", "", "", "", "")
	}
	asked, isNamespace := segments[4], len(segments) > 5 && segments[5] == "metrics"
	for _, item := range o.Items {
		of := item.DescribedObject
		if isNamespace && asked != "*" && of.Name != asked {
			return of.Name
		}
		if segments[3] == "namespaces" && !isNamespace && of.Kind != "" && of.Namespace != asked {
			return "the namespace " + of.Namespace
		}
		if namespace, known := item.MetricLabels["namespace"]; known && namespace != asked {
			return namespace
		}
	}
	return ""
}
