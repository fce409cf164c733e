package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/state"
)

// DebugAddress is where delve listens.
const DebugAddress = "127.0.0.1:2345"

// Develop compiles the adapter to where the lab's own one is started from, so
// that status and down know it too.
func (c *Cluster) Develop(ctx context.Context, debug bool) error {
	target := adapter.Target{OS: runtime.GOOS, Arch: runtime.GOARCH, Debug: debug, Progress: c.Progress}
	return adapter.Develop(ctx, c.Root, c.adapterProgram(), target)
}

// TakeOver stops the adapter, if it was ever started, and says whether it was:
// whoever starts the new one is not to find that the old one answers. It is
// killed: it keeps nothing, and waiting for its connections to end would take a
// second.
func (c *Cluster) TakeOver(ctx context.Context) (stopped bool, err error) {
	if _, err := os.Stat(c.adapterLog()); err != nil {
		return false, nil //nolint:nilerr // without a log it was never started
	}
	if err := c.KillAdapter(ctx); err != nil {
		return false, err
	}
	if err := os.WriteFile(c.adapterLog(), []byte(c.takenOver()+"\n"), 0o600); err != nil {
		return false, fmt.Errorf("note that the adapter was replaced: %w", err)
	}
	return true, nil
}

// takenOver says where the adapter's own log goes on.
func (c *Cluster) takenOver() string {
	return fmt.Sprintf("live development took its place, and writes to the output of `bin/lab dev run`; `%s` puts it back", state.Make("up", c.Lab.Name))
}

// PrepareOverlay cannot be done here.
func (c *Cluster) PrepareOverlay(context.Context, bool) (string, error) {
	return "", errors.New("no pods run on the embedded cluster: use lab dev run")
}

// Deployment is that of an adapter that does not run as one.
func (c *Cluster) Deployment(context.Context) (*appsv1.Deployment, error) {
	return nil, errors.New("the adapter of the embedded cluster has no Deployment")
}

// RunAdapter runs the adapter that was compiled last, under delve with debug, on
// the lab's port, until ctx ends or the adapter does, which is an error. Its
// output is that of this process.
func (c *Cluster) RunAdapter(ctx context.Context, serving adapter.TLS, debug bool) error {
	if port := c.adapterPort(); port == 0 || !portFree(ctx, port) {
		return fmt.Errorf("port %d of the adapter is used by another program: `%s` chooses another one", port, state.Make("up", c.Lab.Name))
	}
	kubeconfig, err := c.writeAdapterKubeconfig(ctx)
	if err != nil {
		return err
	}
	command := append([]string{c.adapterProgram()}, c.adapterArgs(serving, kubeconfig)...)
	if debug {
		if command, err = c.underDebugger(ctx, command); err != nil {
			return err
		}
	}
	cmd := exec.Command(command[0], command[1:]...) //nolint:noctx // it is killed below, with what it has started
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the adapter: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	noticed, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { _ = c.recheckWhenReady(noticed, serving) }()
	select {
	case <-ended: //nolint:errcheck // the state says more
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && (status.Signal() == syscall.SIGKILL || cmd.ProcessState.Success()) {
			return fmt.Errorf("the adapter was stopped (%s), as `make up`, `make down` and another `bin/lab dev run` do", cmd.ProcessState)
		}
		return fmt.Errorf("the adapter ended: %s", cmd.ProcessState)
	case <-ctx.Done():
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // it keeps nothing
		<-ended                                             //nolint:errcheck // it was killed
		if debug {                                          // delve lets go of what it debugs
			return c.KillAdapter(context.WithoutCancel(ctx))
		}
		return nil
	}
}

func (c *Cluster) underDebugger(ctx context.Context, command []string) ([]string, error) {
	dlv := c.Lab.Path("bin", "dlv")
	target := adapter.Target{OS: runtime.GOOS, Arch: runtime.GOARCH, Progress: c.Progress}
	if err := adapter.Debugger(ctx, c.Root, dlv, target); err != nil {
		return nil, err
	}
	fmt.Printf("The adapter runs under delve. Attach with: go tool -modfile=%s dlv connect %s\n",
		filepath.Join("scripts", "debug", "go.mod"), DebugAddress)
	debugger := []string{dlv, "exec", command[0], "--headless", "--listen=" + DebugAddress, "--accept-multiclient", "--continue", "--"}
	return append(debugger, command[1:]...), nil
}

// recheckWhenReady waits until the adapter is ready and has the API server look at it
// again: after failures it would for up to half a minute not. It does so for any
// change of the Service. ctx ends with the adapter.
func (c *Cluster) recheckWhenReady(ctx context.Context, serving adapter.TLS) error {
	if err := c.waitAdapter(ctx, serving, nil); err != nil {
		return err
	}
	made, err := c.Clients()
	if err != nil {
		return err
	}
	problems, err := adapter.Unavailable(ctx, made)
	if err != nil || len(problems) == 0 {
		return err
	}
	patch := fmt.Appendf(nil, `{"metadata": {"annotations": {"lab.example.com/adapter-started": %q}}}`, time.Now().Format(time.RFC3339Nano))
	_, err = made.Kubernetes.CoreV1().Services(adapter.Namespace).Patch(ctx, adapter.Name, types.MergePatchType, patch, metav1.PatchOptions{})
	if err != nil {
		return fmt.Errorf("change the adapter's Service: %w", err)
	}
	return nil
}
