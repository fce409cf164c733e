package e2e

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/transport/spdy"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

// direct reaches one adapter without the API server in between, and verifies
// its certificate as the API server does.
type direct struct {
	port   int
	client *http.Client
}

// directTo reaches each of the adapters: the process of an embedded cluster,
// the pods of a kind cluster.
func directTo(ctx context.Context, t *testing.T, cfg *envconf.Config) []direct {
	t.Helper()
	service := apiService(ctx, t, cfg, "v1beta2.custom.metrics.k8s.io")
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(service.Spec.CABundle)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: adapterName + "." + adapterNamespace + ".svc"}}
	t.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport, Timeout: 10 * time.Second}
	if provider.Kind() == lifecycle.Embedded {
		return []direct{{port: int(*service.Spec.Service.Port), client: client}}
	}
	var all []direct
	for _, pod := range adapterPods(ctx, t, cfg) {
		all = append(all, direct{port: forward(t, cfg, pod), client: client})
	}
	return all
}

// forward makes a port of this machine one of the pod's, until the test ends.
func forward(t *testing.T, cfg *envconf.Config, pod corev1.Pod) int {
	t.Helper()
	config := restConfig(cfg)
	clientset, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	transport, upgrader, err := spdy.RoundTripperFor(config)
	if err != nil {
		t.Fatal(err)
	}
	url := clientset.CoreV1().RESTClient().Post().Resource("pods").Namespace(pod.Namespace).Name(pod.Name).SubResource("portforward").URL()
	dialer := spdy.NewDialer(upgrader, &http.Client{Transport: transport}, http.MethodPost, url)
	stop, ready, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	forwarder, err := portforward.NewOnAddresses(dialer, []string{"127.0.0.1"}, []string{"0:6443"}, stop, ready, io.Discard, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	go func() { ended <- forwarder.ForwardPorts() }()
	t.Cleanup(func() { close(stop) })
	select {
	case <-ready:
	case err := <-ended:
		t.Fatalf("forward a port to %s: %v", pod.Name, err)
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		t.Fatal(err)
	}
	return int(ports[0].Local)
}

// do sends a request and returns the status and the body of the answer. An
// empty token makes it an anonymous one.
func (d direct) do(ctx context.Context, t *testing.T, method, path, token, body string) (int, string) {
	t.Helper()
	request := newRequest(ctx, t, method, d.url(path), body)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return send(t, d.client, request)
}

func newRequest(ctx context.Context, t *testing.T, method, url, body string) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return request
}

// send sends a request, and returns the status and the body of the answer.
func send(t *testing.T, client *http.Client, request *http.Request) (int, string) {
	t.Helper()
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// waitFor waits for an answer, which may take the adapter a moment: it
// learns of new rights and new values by watching, and remembers refusals.
func (d direct) waitFor(ctx context.Context, t *testing.T, method, path, token, body string, wantStatus int, wantWords string) {
	t.Helper()
	what := fmt.Sprintf("%d with %q from %s %s", wantStatus, wantWords, method, path)
	err := wait.For(ctx, what, seenTimeout, poll, func(ctx context.Context) (bool, string, error) {
		status, answer := d.do(ctx, t, method, path, token, body)
		return status == wantStatus && strings.Contains(answer, wantWords), fmt.Sprintf("%d: %s", status, answer), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// waitUntilReady waits for one that starts, which does not listen yet.
func (d direct) waitUntilReady(ctx context.Context, t *testing.T) {
	t.Helper()
	err := wait.For(ctx, "the adapter to be ready", seenTimeout, poll, func(ctx context.Context) (bool, string, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url("/readyz"), nil)
		if err != nil {
			return false, "", err
		}
		response, err := d.client.Do(request)
		if err != nil {
			return false, "", err
		}
		return response.StatusCode == http.StatusOK, response.Status, response.Body.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (d direct) url(path string) string { return fmt.Sprintf("https://127.0.0.1:%d%s", d.port, path) }
