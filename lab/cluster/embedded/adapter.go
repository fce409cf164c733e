package embedded

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/manifest"
)

const adapterTimeout = 30 * time.Second

// PrepareAdapter compiles the adapter, stops the one that runs if it is another
// one, chooses the port that it is to serve on, and returns what the manifests
// have to know of it.
func (c *Cluster) PrepareAdapter(ctx context.Context) (manifest.Files, error) {
	compiled, _, err := adapter.Compile(ctx, c.Root, runtime.GOOS, c.Progress)
	if err != nil {
		return nil, err
	}
	if err := c.installAdapter(ctx, compiled); err != nil {
		return nil, err
	}
	runs, err := c.adapterRuns(ctx)
	if err != nil {
		return nil, err
	}
	port := c.adapterPort()
	if !runs && (port == 0 || !portFree(ctx, port)) {
		free, err := freePorts(ctx, 1)
		if err != nil {
			return nil, err
		}
		port = free[0]
		if err := os.WriteFile(c.portFile(), []byte(strconv.Itoa(port)), 0o600); err != nil {
			return nil, fmt.Errorf("note the adapter's port: %w", err)
		}
	}
	return manifest.Files{"overlays/embedded/port.yaml": fmt.Appendf(nil,
		`[{"op": "replace", "path": "/spec/ports/0/port", "value": %d}]`, port)}, nil
}

// StartAdapter starts the adapter unless it runs, waits until it is ready, and
// says where it is. One that the API server does not know any more, since its
// service account has been made anew, is replaced.
func (c *Cluster) StartAdapter(ctx context.Context, serving adapter.TLS) (component.Adapter, error) {
	at := component.Adapter{Where: fmt.Sprintf("port %d", c.adapterPort())}
	runs, err := c.adapterRuns(ctx)
	if err != nil {
		return at, err
	}
	if runs {
		known, err := c.adapterIsKnown(ctx)
		if err != nil || known {
			at.Development = c.Development
			return at, err
		}
		if err := process.StopProgram(ctx, filepath.Dir(c.adapterProgram()), adapter.Name); err != nil {
			return at, err
		}
	}
	kubeconfig, err := c.writeAdapterKubeconfig(ctx)
	if err != nil {
		return at, err
	}
	if err := os.RemoveAll(c.adapterLog()); err != nil {
		return at, fmt.Errorf("start a new log for the adapter: %w", err)
	}
	ended, err := process.Start(process.Program{
		Folder: c.Lab.Dir, Path: c.adapterProgram(), Args: c.adapterArgs(serving, kubeconfig), Log: c.adapterLog(),
	})
	if err != nil {
		return at, err
	}
	return at, c.waitAdapter(ctx, serving, ended)
}

// adapterArgs are the adapter's flags.
func (c *Cluster) adapterArgs(serving adapter.TLS, kubeconfig string) []string {
	return []string{
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", c.adapterPort()),
		"--tls-cert-file=" + serving.Serving.Cert,
		"--tls-private-key-file=" + serving.Serving.Key,
		"--resource-metrics",
		"--lister-kubeconfig=" + kubeconfig,
		"--authentication-kubeconfig=" + kubeconfig,
		"--authorization-kubeconfig=" + kubeconfig,
	}
}

// installAdapter copies the compiled adapter to the lab, and stops the one that
// runs, unless it is the same.
func (c *Cluster) installAdapter(ctx context.Context, compiled string) error {
	fresh, err := os.ReadFile(compiled)
	if err != nil {
		return fmt.Errorf("read the compiled adapter: %w", err)
	}
	if old, err := os.ReadFile(c.adapterProgram()); err == nil && bytes.Equal(old, fresh) {
		return nil
	}
	if err := process.StopProgram(ctx, filepath.Dir(c.adapterProgram()), adapter.Name); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.adapterProgram()), 0o700); err != nil {
		return fmt.Errorf("make a folder for the adapter: %w", err)
	}
	if err := os.RemoveAll(c.adapterProgram()); err != nil {
		return fmt.Errorf("replace the adapter: %w", err)
	}
	if err := os.WriteFile(c.adapterProgram(), fresh, 0o700); err != nil {
		return fmt.Errorf("write the adapter: %w", err)
	}
	return nil
}

// KillAdapter kills the adapter, as a crash would, and returns when it has gone.
func (c *Cluster) KillAdapter(ctx context.Context) error {
	return process.KillBelow(ctx, filepath.Dir(c.adapterProgram()))
}

// adapterLog is the adapter's log.
func (c *Cluster) adapterLog() string { return c.Lab.Path(adapter.Name + ".log") }

func (c *Cluster) adapterProgram() string { return c.Lab.Path("bin", adapter.Name) }

func (c *Cluster) portFile() string { return c.Lab.Path("adapter.port") }

// adapterPort is 0 before one was chosen.
func (c *Cluster) adapterPort() int {
	data, _ := os.ReadFile(c.portFile())
	port, _ := strconv.Atoi(string(data))
	return port
}

func (c *Cluster) adapterRuns(ctx context.Context) (bool, error) {
	running, err := process.Below(ctx, filepath.Dir(c.adapterProgram()))
	for _, p := range running {
		if p.Program == adapter.Name {
			return true, err
		}
	}
	return false, err
}

func (c *Cluster) waitAdapter(ctx context.Context, serving adapter.TLS, ended <-chan string) error {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(serving.CA.Cert)
	client := &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{RootCAs: roots, ServerName: adapter.ServerName},
	}}
	waiting, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	err := wait.For(waiting, "the adapter to be ready", adapterTimeout, readyPoll,
		func(ctx context.Context) (bool, string, error) {
			select {
			case how := <-ended:
				cancel(fmt.Errorf("it ended (%s): %s (its log: %s)", how, process.LastError(c.adapterLog()), c.adapterLog()))
				return false, "", nil
			default:
			}
			return ready(ctx, client, fmt.Sprintf("https://127.0.0.1:%d/readyz", c.adapterPort()))
		})
	if err != nil && waiting.Err() == nil {
		return fmt.Errorf("%w; its log ends with: %s (%s)", err, process.LastLine(c.adapterLog()), c.adapterLog())
	}
	return err
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
