// Package recorder stands between a client and an API server. It hands each request over as it comes, with the client's
// own credentials, and records what the API server had to authorise.
package recorder

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/client-go/rest"
)

// Recorder is a server that records. It is safe for concurrent use.
type Recorder struct {
	server *httptest.Server
	parser request.RequestInfoFactory

	mu      sync.Mutex
	used    map[Right]bool
	refused map[string]bool
}

// Start starts one before the API server of a configuration, whose own credentials it does not use. Without streams it
// is as an API server that cannot send a list as a watch, such as that of Kubernetes 1.33.
func Start(config *rest.Config, streams bool) (*Recorder, error) {
	transport, err := rest.TransportFor(rest.AnonymousClientConfig(config))
	if err != nil {
		return nil, fmt.Errorf("make a client of the API server: %w", err)
	}
	target, err := url.Parse(config.Host)
	if err != nil {
		return nil, fmt.Errorf("read the address of the API server: %w", err)
	}
	r := &Recorder{used: map[Right]bool{}, refused: map[string]bool{}, parser: request.RequestInfoFactory{
		APIPrefixes: sets.NewString("api", "apis"), GrouplessAPIPrefixes: sets.NewString("api"),
	}}
	proxy := &httputil.ReverseProxy{
		Rewrite:        func(p *httputil.ProxyRequest) { p.SetURL(target) },
		Transport:      transport,
		FlushInterval:  -1, // watches
		ModifyResponse: r.record,
		ErrorLog:       log.New(io.Discard, "", 0), // a client that ends leaves its watches
	}
	r.server = httptest.NewUnstartedServer(withStreams(proxy, streams))
	r.server.EnableHTTP2 = true // as an API server does, so that watches share a connection
	r.server.StartTLS()
	return r, nil
}

// Stop ends it, and what is still being answered.
func (r *Recorder) Stop() {
	r.server.CloseClientConnections()
	r.server.Close()
}

// URL is where clients find it, and CA the certificate that they verify it with, as PEM.
func (r *Recorder) URL() string { return r.server.URL }

// CA is what clients verify it with, as PEM.
func (r *Recorder) CA() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.server.Certificate().Raw})
}

// Used are the rights that were needed so far, in the order of their texts.
func (r *Recorder) Used() []Right {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.SortedFunc(maps.Keys(r.used), compare)
}

// Refused are the requests that the API server has refused for want of a right.
func (r *Recorder) Refused() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.refused))
}

// record notes what a request was for, when it is known how it was answered.
func (r *Recorder) record(response *http.Response) error {
	asked := response.Request
	info, err := r.parser.NewRequestInfo(asked)
	if err != nil {
		return fmt.Errorf("read a request: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if response.StatusCode == http.StatusForbidden || response.StatusCode == http.StatusUnauthorized {
		r.refused[asked.Method+" "+asked.URL.Path] = true
	}
	for _, right := range rightsFor(info, response.StatusCode) {
		r.used[right] = true
	}
	return nil
}
