package cluster

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/state"
)

// Second is another adapter beside that of an embedded cluster. It is one of the lab's programs, so it goes with the lab
// if nobody stops it.
type Second struct {
	// Port of 127.0.0.1 that it serves on, with the certificate of the first one.
	Port int
	dir  string
}

// StartSecond starts another adapter, which reaches the API server as a kubeconfig says. It is not ready yet then.
func (p *Provider) StartSecond(ctx context.Context, kubeconfig api.Config) (*Second, error) {
	l, err := state.FolderOf(p.name)
	if err != nil {
		return nil, err
	}
	s := &Second{dir: l.Path("second")}
	program, config := filepath.Join(s.dir, adapter.Name), filepath.Join(s.dir, "kubeconfig")
	if err := copyProgram(l.Path("bin", adapter.Name), program); err != nil {
		return nil, err
	}
	if err := clientcmd.WriteToFile(kubeconfig, config); err != nil {
		return nil, fmt.Errorf("write the kubeconfig of the second adapter: %w", err)
	}
	if s.Port, err = freePort(ctx); err != nil {
		return nil, err
	}
	serving := l.Path("pki", "serving.pem")
	_, err = process.Start(process.Program{Folder: l.Dir, Path: program, Log: filepath.Join(s.dir, "log"), Args: []string{
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", s.Port), "--tls-cert-file=" + serving, "--tls-private-key-file=" + serving,
		"--lister-kubeconfig=" + config, "--authentication-kubeconfig=" + config, "--authorization-kubeconfig=" + config, "--resource-metrics",
	}})
	return s, err
}

// Stop ends it and returns when it has ended.
func (s *Second) Stop(ctx context.Context) error {
	return process.StopProgram(ctx, s.dir, adapter.Name)
}

func copyProgram(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("read the adapter: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("make a folder for the second adapter: %w", err)
	}
	if err := os.WriteFile(to, data, 0o700); err != nil {
		return fmt.Errorf("copy the adapter: %w", err)
	}
	return nil
}

// freePort is one that nobody listens on.
func freePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("choose a port: %w", err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
