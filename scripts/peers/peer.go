package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/scripts/peers/fixture"
	"example.com/metrics-lab/scripts/peers/load"
	"example.com/metrics-lab/scripts/peers/program"
)

// The columns of the table.
const (
	ceiling     = "ceiling"
	simulated   = "simulated"
	sample      = "sample"
	testAdapter = "test-adapter"
)

const readyTimeout = 30 * time.Second

// peer is one of the adapters.
type peer struct {
	Name   string
	path   string
	args   []string
	metric string             // of pods
	series func(n int) string // the external metric with n series; empty if there is none

	port    int
	client  *http.Client // straight to it
	running *program.Program
}

// start starts the adapter and returns how long it has taken until it is ready.
func (b *bench) start(ctx context.Context, p *peer, more ...string) (time.Duration, error) {
	var err error
	if p.port, err = freePort(ctx); err != nil {
		return 0, err
	}
	if p.client, err = b.direct(p.port); err != nil {
		return 0, err
	}
	kubeconfig, serving := b.folder.Path("adapter.kubeconfig"), b.folder.Path("pki", "serving.pem")
	args := append([]string{
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", p.port), "--tls-cert-file=" + serving, "--tls-private-key-file=" + serving,
		"--lister-kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
	}, append(p.args, more...)...)
	start := time.Now()
	if p.running, err = program.Start(ctx, b.folder.Path(p.Name+".log"), p.path, args...); err != nil {
		return 0, err
	}
	err = wait.For(ctx, p.Name+" is ready", readyTimeout, 5*time.Millisecond, func(ctx context.Context) (bool, string, error) {
		_, err := load.Get(ctx, p.client, p.url("/readyz"), io.Discard)
		return err == nil, fmt.Sprintf("%s is not ready: %v", p.Name, err), nil
	})
	return time.Since(start), err
}

func (p *peer) stop() {
	if p.running != nil {
		p.running.Stop()
	}
	p.running = nil
}

func (p *peer) url(path string) string { return fmt.Sprintf("https://127.0.0.1:%d%s", p.port, path) }

// direct makes a client of an adapter, with the certificate of the lab's administrator.
func (b *bench) direct(port int) (*http.Client, error) {
	config := rest.CopyConfig(b.fixture.Config)
	config.Host = fmt.Sprintf("https://127.0.0.1:%d", port)
	config.CAData, config.CAFile, config.ServerName = b.ca, "", adapter.ServerName
	return rest.HTTPClientFor(config)
}

// write has the test adapter have values: of the pods of the groups, and of metrics to be discovered.
func (p *peer) write(ctx context.Context, pod, metric string) error {
	url := fmt.Sprintf("http://localhost:8080/write-metrics/namespaces/%s/pods/%s/%s", fixture.Namespace, pod, metric)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(`"10"`))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, response.Status)
	}
	return nil
}

func freePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
