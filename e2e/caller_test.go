package e2e

import (
	"context"
	"crypto/tls"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/lab/host/wait"
)

// caller is somebody who asks, as an HTTP client does: the API server, or the
// adapter without the API server between.
type caller struct {
	url    string
	client *http.Client
	header http.Header
}

// attempt is a request, and what may come of it.
type attempt struct {
	method, path, body string
	want               []int
}

// These are what may come of an attempt. Nobody in particular gets 401 or 403, as
// the API server has anonymous clients or not.
var (
	refused   = []int{http.StatusUnauthorized, http.StatusForbidden}
	forbidden = []int{http.StatusForbidden}
	answered  = []int{http.StatusOK}
	stored    = []int{http.StatusCreated}
)

// atAPIServer is whoever a configuration is of.
func atAPIServer(t *testing.T, config *rest.Config) caller {
	t.Helper()
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		t.Fatal(err)
	}
	return caller{url: config.Host, client: client}
}

// account is who has that token, at the API server. Without one it is nobody.
func account(t *testing.T, cfg *envconf.Config, token string) caller {
	t.Helper()
	return atAPIServer(t, withToken(restConfig(cfg), token))
}

// as is who has that token, at the adapter.
func (d direct) as(token string) caller {
	c := caller{url: d.url(""), client: d.client}
	if token != "" {
		c.header = http.Header{"Authorization": {"Bearer " + token}}
	}
	return c
}

// with is who has that certificate, at the adapter.
func (d direct) with(t *testing.T, certificate tls.Certificate) caller {
	t.Helper()
	transport := d.client.Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.Certificates = []tls.Certificate{certificate}
	t.Cleanup(transport.CloseIdleConnections)
	return caller{url: d.url(""), client: &http.Client{Transport: transport, Timeout: 10 * time.Second}}
}

// saying is the same caller with more headers.
func (c caller) saying(more http.Header) caller {
	c.header = c.header.Clone()
	if c.header == nil {
		c.header = http.Header{}
	}
	maps.Copy(c.header, more)
	return c
}

// makes makes attempts in their order. A refusal that was not wanted may not last:
// rights take a moment to be everywhere. So the first attempt of who has rights is
// to be one that succeeds. A refusal means something after it.
func (c caller) makes(ctx context.Context, t *testing.T, attempts ...attempt) {
	t.Helper()
	for _, a := range attempts {
		code, answer := c.ask(ctx, t, a)
		switch {
		case slices.Contains(a.want, code):
		case slices.Contains(refused, code):
			c.waitForAll(ctx, t, a)
		default:
			t.Errorf("%s %s: got %d: %.300q, want %v", a.method, a.path, code, answer, a.want)
		}
	}
}

// waitForAll waits for the wanted answers, whatever others there are before.
func (c caller) waitForAll(ctx context.Context, t *testing.T, attempts ...attempt) {
	t.Helper()
	for _, a := range attempts {
		err := wait.For(ctx, a.method+" "+a.path, rightsTimeout, poll, func(ctx context.Context) (bool, string, error) {
			code, answer := c.ask(ctx, t, a)
			return slices.Contains(a.want, code), answer, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (c caller) ask(ctx context.Context, t *testing.T, a attempt) (int, string) {
	t.Helper()
	request := newRequest(ctx, t, a.method, c.url+a.path, a.body)
	request.Header.Set("Content-Type", "application/json")
	if a.method == http.MethodPatch {
		request.Header.Set("Content-Type", "application/merge-patch+json")
	}
	maps.Copy(request.Header, c.header)
	return send(t, c.client, request)
}
