package chaos

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	apiregistrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/lifecycle"
)

const (
	flooders = 2000 // at a time; eight are as many as two cores answer
	share    = 50   // of them have a connection together
	slow     = 10_000
	lasting  = time.Minute
)

// flooding dials from another address than the API server and the kubelet have.
var flooding = net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}, Timeout: 10 * time.Second}

// TestFlood: those who ask do not wait for each other, and are more than the server takes at a time.
func TestFlood(t *testing.T) {
	f := begin(t, fmt.Sprintf("flood: %d clients ask at once for a minute", flooders), "no crash, memory below the pod's limit, probes answered, refused with 429, normal after 5 s", lifecycle.Embedded)
	runs, memory, probes := f.adapterRuns(), f.watchMemory(), f.probe()
	var clients []*http.Client
	for range flooders / share {
		clients = append(clients, f.direct())
	}
	url := f.address("/apis/external.metrics.k8s.io/v1beta1/namespaces/" + namespace + "/depth")
	var answered, refused, other atomic.Int64
	ctx, cancel := context.WithTimeout(t.Context(), lasting)
	defer cancel()
	var group sync.WaitGroup
	for i := range flooders {
		group.Go(func() {
			for ctx.Err() == nil {
				switch code := get(ctx, clients[i/share], url); {
				case code == http.StatusOK:
					answered.Add(1)
				case code == http.StatusTooManyRequests:
					refused.Add(1)
				case ctx.Err() == nil:
					other.Add(1)
				}
			}
		})
	}
	group.Wait()
	ended := time.Now()
	for _, client := range clients {
		client.CloseIdleConnections()
	}
	back := f.wellAfter()
	if after := f.adapterRuns(); after != runs {
		t.Errorf("it was %s, and is %s", runs, after)
	}
	normal := back.after(ended)
	if refused.Load() == 0 || normal > 5 || back.report.Wrong > 0 {
		t.Errorf("%d refused; normal after %.1f s; %s", refused.Load(), normal, back)
	}
	f.found("%d answered, %d got 429, %d nothing; %s; %s; normal after %.1f s; beside it, through the API server: %s",
		answered.Load(), refused.Load(), other.Load(), memory.within(t), probes.take(), normal, back)
}

// TestSlowClients: each sends the head of a request, a byte each five seconds.
func TestSlowClients(t *testing.T) {
	f := begin(t, fmt.Sprintf("%d slow clients for a minute", slow), "no crash, memory below the pod's limit, probes answered, normal after 5 s", lifecycle.Embedded)
	runs, memory, probes := f.adapterRuns(), f.watchMemory(), f.probe()
	ctx, cancel := context.WithTimeout(t.Context(), lasting)
	defer cancel()
	var group sync.WaitGroup
	var made atomic.Int64
	address := f.host()
	for range slow {
		group.Go(func() { trickle(ctx, address, &made) })
	}
	group.Wait()
	ended := time.Now()
	back := f.wellAfter()
	if after := f.adapterRuns(); after != runs {
		t.Errorf("it was %s, and is %s", runs, after)
	}
	normal := back.after(ended)
	if normal > 5 || back.report.Wrong > 0 {
		t.Errorf("normal after %.1f s; %s", normal, back)
	}
	f.found("%d connections; %s; %s; normal after %.1f s; beside it, through the API server: %s", made.Load(), memory.within(t), probes.take(), normal, back)
}

// trickle connects, and sends a request that never ends; again when it is cut off.
func trickle(ctx context.Context, address string, made *atomic.Int64) {
	dialer := tls.Dialer{NetDialer: &flooding, Config: &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}}} // it does not care whom it floods
	for ctx.Err() == nil {
		conn, err := dialer.DialContext(ctx, "tcp", address)
		if err != nil {
			sleep(ctx, 5*time.Second)
			continue
		}
		made.Add(1)
		for _, err = io.WriteString(conn, "GET / HTTP/1.1\r\nX: "); err == nil && ctx.Err() == nil; _, err = io.WriteString(conn, "x") {
			sleep(ctx, 5*time.Second)
		}
		_ = conn.Close()
	}
}

// host is where the adapter of an embedded lab listens.
func (f *fault) host() string {
	f.t.Helper()
	return fmt.Sprintf("127.0.0.1:%d", *f.registration().Service.Port)
}

// registration is how the API server reaches the adapter, and verifies it.
func (f *fault) registration() apiregistrationv1.APIServiceSpec {
	f.t.Helper()
	service, err := f.APIServices.ApiregistrationV1().APIServices().Get(f.t.Context(), adapter.APIServices()[0], metav1.GetOptions{})
	must(f.t, err)
	return service.Spec
}

func (f *fault) address(path string) string { return "https://" + f.host() + path }

// direct is a client of the adapter with a connection of its own, and the rights of an administrator.
func (f *fault) direct() *http.Client {
	f.t.Helper()
	config := rest.CopyConfig(f.Config)
	config.CAData, config.CAFile, config.ServerName = f.registration().CABundle, "", adapter.ServerName
	tlsConfig, err := rest.TLSConfigFor(config)
	must(f.t, err)
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{
		TLSClientConfig: tlsConfig, DialContext: flooding.DialContext, ForceAttemptHTTP2: true,
	}}
}

// get answers the code of an answer, and 0 if there is none.
func get(ctx context.Context, client *http.Client, url string) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0
	}
	response, err := client.Do(request)
	if err != nil {
		return 0
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// probes asks as a kubelet does, but each second: on a new connection, for as long as manifests/deployment says.
type probes struct {
	t *testing.T

	mu                 sync.Mutex
	asked, failed      int // guarded by mu
	inARow, mostInARow int // guarded by mu
}

func (f *fault) probe() *probes {
	f.t.Helper()
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // as a kubelet
	}}
	p := &probes{t: f.t}
	url := f.address("/livez")
	ctx, cancel := context.WithCancel(context.WithoutCancel(f.t.Context()))
	var group sync.WaitGroup
	f.t.Cleanup(func() { cancel(); group.Wait() })
	group.Go(func() {
		for ctx.Err() == nil {
			p.add(get(ctx, client, url) == http.StatusOK)
			sleep(ctx, time.Second)
		}
	})
	return p
}

func (p *probes) add(well bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	if well {
		p.inARow = 0
		return
	}
	p.failed++
	p.inARow++
	p.mostInARow = max(p.mostInARow, p.inARow)
}

func (p *probes) take() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mostInARow > 2 { // the third kills it
		p.t.Errorf("%d probes in a row failed", p.mostInARow)
	}
	return fmt.Sprintf("%d of %d probes failed, %d in a row", p.failed, p.asked, p.mostInARow)
}
