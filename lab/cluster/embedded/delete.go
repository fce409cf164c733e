package embedded

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/host/process"
)

// Delete stops every process of the cluster, the adapter included. Its files
// are the lab's.
func (c *Cluster) Delete(ctx context.Context) error {
	return process.KillBelow(ctx, c.Lab.Dir)
}

// SaveLogs copies all logs to a folder.
func (c *Cluster) SaveLogs(_ context.Context, dir string) error {
	for _, file := range slices.Concat([]string{c.Lab.Path("kwokctl.log")}, c.logFiles()) {
		data, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return fmt.Errorf("save the logs: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), data, 0o600); err != nil {
			return fmt.Errorf("save the logs: %w", err)
		}
	}
	return nil
}

// Components returns the programs that were started.
func (c *Cluster) Components(ctx context.Context) ([]component.Component, error) {
	running, err := process.Below(ctx, c.Lab.Dir)
	if err != nil {
		return nil, err
	}
	pids := map[string]int{}
	for _, p := range running {
		pids[p.Program] = p.PID
	}
	var all []component.Component
	for _, log := range c.logFiles() {
		part := component.Component{Name: strings.TrimSuffix(filepath.Base(log), ".log"), Log: log}
		if pid, runs := pids[part.Name]; runs {
			part.Runs = fmt.Sprintf("pid %d", pid)
		} else {
			part.Problem = c.whyEnded(ctx, part.Name, log)
		}
		all = append(all, part)
	}
	return all, nil
}

// logs is where people find the logs of the control plane: a link to kwokctl's folder.
func (c *Cluster) logs() string { return c.Lab.Path("logs") }

// logFiles are the logs of what runs: each is named for its program.
func (c *Cluster) logFiles() []string {
	files, _ := filepath.Glob(filepath.Join(c.logs(), "*.log")) // the only error is a bad pattern
	if _, err := os.Stat(c.adapterLog()); err == nil {
		files = append(files, c.adapterLog())
	}
	return files
}
