package embedded

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"example.com/metrics-lab/scripts/lab/adapter"
	"example.com/metrics-lab/scripts/lab/certificate"
	"example.com/metrics-lab/scripts/lab/process"
	"example.com/metrics-lab/scripts/lab/wait"
)

const adapterTimeout = 30 * time.Second

// Adapter is the adapter as a process of the host.
type Adapter struct {
	// Port of 127.0.0.1 that it serves on.
	Port int
	// Serving is its certificate and CA what verifies it.
	Serving certificate.Files
	CA      certificate.Pair
	// Kubeconfig is the file with which it reaches the API server.
	Kubeconfig string
}

// AdapterProgram is where the adapter's program has to be.
func (c *Cluster) AdapterProgram() string { return c.Lab.Path("bin", adapter.Name) }

// AdapterLog is the adapter's log.
func (c *Cluster) AdapterLog() string { return c.Lab.Path(adapter.Name + ".log") }

// AdapterRuns says whether the adapter runs.
func (c *Cluster) AdapterRuns(ctx context.Context) (bool, error) {
	running, err := process.Below(ctx, filepath.Dir(c.AdapterProgram()))
	for _, p := range running {
		if p.Program == adapter.Name {
			return true, err
		}
	}
	return false, err
}

// RestartAdapter stops the adapter if it runs, starts it, and waits until it
// is ready.
func (c *Cluster) RestartAdapter(ctx context.Context, a Adapter) error {
	if err := process.StopProgram(ctx, c.Lab.Path("bin"), adapter.Name); err != nil {
		return err
	}
	if err := os.RemoveAll(c.AdapterLog()); err != nil {
		return fmt.Errorf("start a new log for the adapter: %w", err)
	}
	_, err := process.Start(c.AdapterLog(), c.AdapterProgram(),
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", a.Port),
		"--tls-cert-file="+a.Serving.Cert,
		"--tls-private-key-file="+a.Serving.Key,
		"--lister-kubeconfig="+a.Kubeconfig,
		"--authentication-kubeconfig="+a.Kubeconfig,
		"--authorization-kubeconfig="+a.Kubeconfig,
	)
	if err != nil {
		return err
	}
	return c.waitAdapter(ctx, a)
}

func (c *Cluster) waitAdapter(ctx context.Context, a Adapter) error {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(a.CA.Cert)
	client := &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{RootCAs: roots, ServerName: adapter.ServerName},
	}}
	waiting, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	return wait.For(waiting, "the adapter to be ready", adapterTimeout, readyPoll,
		func(ctx context.Context) (bool, string, error) {
			if runs, err := c.AdapterRuns(ctx); err == nil && !runs {
				cancel(fmt.Errorf("it ended: %s (its log: %s)", process.LastError(c.AdapterLog()), c.AdapterLog()))
				return false, "", nil
			}
			return ready(ctx, client, fmt.Sprintf("https://127.0.0.1:%d/readyz", a.Port))
		})
}

func ready(ctx context.Context, client *http.Client, url string) (bool, string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false, "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return false, "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	return response.StatusCode == http.StatusOK, string(body), nil
}
