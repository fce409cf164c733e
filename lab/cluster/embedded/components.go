package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.com/metrics-lab/lab/host/process"
)

const (
	// attempts is how often components are started: on a busy machine the
	// controllers give up before the API server is healthy, which they wait 10 s for.
	attempts = 3
	// look is how often the components are looked at while they start.
	look = 200 * time.Millisecond
)

// kwokctl creates the cluster or, when it exists, starts it. It is called by a
// name below the lab's folder, so that a kwokctl whose caller was killed is
// found and stopped like the components themselves.
func (c *Cluster) kwokctl(ctx context.Context) error {
	program := c.Lab.Path("bin", "kwokctl")
	if err := link(c.Programs.Path("kwokctl"), program); err != nil {
		return err
	}
	if err := link(c.dir("logs"), c.logs()); err != nil {
		return err
	}
	log := c.Lab.Path("kwokctl.log")
	if err := os.RemoveAll(log); err != nil {
		return fmt.Errorf("start a new log for kwokctl: %w", err)
	}
	watched, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go c.watch(watched, cancel)

	// It keeps its state in ~/.kwok, and ~ is the lab's folder: the variable for
	// another place is cut at a blank. Without leases of nodes: a kwok that was
	// killed would hold them for minutes, and the one after it would run no pods.
	ended, err := process.Start(process.Program{Folder: c.Lab.Dir, Path: program, Log: log, Args: []string{
		"create", "cluster", "--name", c.Lab.Name, "--config", c.configFile(), "--kubeconfig", "", "--node-lease-duration-seconds", "0",
	}})
	if err != nil {
		return fmt.Errorf("start the control plane: %w", err)
	}
	select {
	case how := <-ended:
		if cause := context.Cause(watched); cause != nil {
			return fmt.Errorf("start the control plane: %w", cause)
		}
		if how != process.Succeeded {
			return fmt.Errorf("start the control plane: kwokctl: %s", process.LastError(log))
		}
		return nil
	case <-watched.Done():
		err := process.KillProgram(context.WithoutCancel(ctx), filepath.Dir(program), "kwokctl")
		return errors.Join(fmt.Errorf("start the control plane: %w", context.Cause(watched)), err)
	}
}

// watch cancels when etcd or the API server has ended: kwokctl would wait for
// minutes.
func (c *Cluster) watch(ctx context.Context, cancel context.CancelCauseFunc) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(look):
		}
		ended, err := c.ended(ctx)
		if err != nil {
			continue
		}
		for _, program := range ended {
			if program == "etcd" || program == "kube-apiserver" {
				cancel(c.explain(program))
				return
			}
		}
	}
}

// ended returns the components that kwokctl started and that do not run. It
// looks for the pid files first: kwokctl writes one when the component runs.
func (c *Cluster) ended(ctx context.Context) ([]string, error) {
	pidFiles, err := filepath.Glob(c.dir("pids", "*.pid"))
	if err != nil {
		return nil, fmt.Errorf("find the components: %w", err)
	}
	running, err := process.Below(ctx, c.dir())
	if err != nil {
		return nil, err
	}
	runs := map[string]bool{}
	for _, p := range running {
		runs[p.Program] = true
	}
	var ended []string
	for _, file := range pidFiles {
		if program := strings.TrimSuffix(filepath.Base(file), ".pid"); !runs[program] {
			ended = append(ended, program)
		}
	}
	return ended, nil
}

// forgetEnded removes the pid files of components that do not run: after a
// reboot the numbers in them belong to other programs, and kwokctl would take
// those for the components. Their ports have to be free still.
func (c *Cluster) forgetEnded(ctx context.Context) error {
	ended, err := c.ended(ctx)
	if err != nil {
		return err
	}
	running, err := process.Below(ctx, c.dir())
	if err != nil {
		return err
	}
	if len(running) == 0 {
		if err := c.needPorts(ctx); err != nil {
			return err
		}
	}
	for _, program := range ended {
		if err := os.Remove(c.dir("pids", program+".pid")); err != nil {
			return fmt.Errorf("forget a component that ended: %w", err)
		}
	}
	return nil
}

// endedError says that a component has ended while the cluster was started.
type endedError struct{ program, reason, log string }

func (e *endedError) Error() string {
	return fmt.Sprintf("%s ended: %s (its log: %s)", e.program, e.reason, e.log)
}

func (c *Cluster) explain(program string) error {
	log := filepath.Join(c.logs(), program+".log")
	return &endedError{program, process.LastError(log), log}
}

func link(target, name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("make a folder for programs: %w", err)
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("replace %s: %w", name, err)
	}
	if err := os.Symlink(target, name); err != nil {
		return fmt.Errorf("link %s: %w", name, err)
	}
	return nil
}
