package peers

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/scripts/peers/load"
	"example.com/metrics-lab/scripts/peers/program"
	"example.com/metrics-lab/scripts/peers/scrape"
)

const readyTimeout = 30 * time.Second

// Adapter is one that can run as a process of its own.
type Adapter struct {
	// Name is what it is called in tables, and its log.
	Name string
	// Client asks it, without an API server between. Program is its process.
	Client  *http.Client
	Program *program.Program

	lab  *Lab
	file string
	args []string
	port int
}

// Start starts it with more arguments and returns how long it has taken until it is ready.
func (a *Adapter) Start(ctx context.Context, more ...string) (time.Duration, error) {
	var err error
	if a.port, err = FreePort(ctx); err != nil {
		return 0, err
	}
	if a.Client, err = a.lab.direct(a.port); err != nil {
		return 0, err
	}
	kubeconfig, serving := a.lab.Folder.Path("adapter.kubeconfig"), a.lab.Folder.Path("pki", "serving.pem")
	args := append([]string{
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", a.port), "--tls-cert-file=" + serving, "--tls-private-key-file=" + serving,
		"--lister-kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
	}, append(a.args, more...)...)
	start := time.Now()
	if a.Program, err = program.Start(ctx, a.lab.Folder.Path(a.Name+".log"), a.file, args...); err != nil {
		return 0, err
	}
	err = wait.For(ctx, a.Name+" is ready", readyTimeout, 5*time.Millisecond, func(ctx context.Context) (bool, string, error) {
		_, err := load.Get(ctx, a.Client, a.URL("/readyz"), io.Discard)
		return err == nil, fmt.Sprintf("%s is not ready: %v", a.Name, err), nil
	})
	return time.Since(start), err
}

// Stop ends it, if it runs.
func (a *Adapter) Stop() {
	if a.Program != nil {
		a.Program.Stop()
	}
	a.Program = nil
}

// URL is that of a path of it, without an API server between.
func (a *Adapter) URL(path string) string { return fmt.Sprintf("https://127.0.0.1:%d%s", a.port, path) }

// Metrics are what it says about itself.
func (a *Adapter) Metrics(ctx context.Context) (scrape.Metrics, error) {
	return scrape.Get(ctx, a.Client, a.URL("/metrics"))
}

// direct makes a client of an adapter, with the certificate of the lab's administrator.
func (l *Lab) direct(port int) (*http.Client, error) {
	config := rest.CopyConfig(l.Config)
	config.Host = fmt.Sprintf("https://127.0.0.1:%d", port)
	config.CAData, config.CAFile, config.ServerName = l.ca, "", adapter.ServerName
	return rest.HTTPClientFor(config)
}

// FreePort is one that nobody listens on.
func FreePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
