package cluster

import (
	"context"
	"strconv"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/cluster/embedded"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

// KillAdapter kills the adapter of an embedded cluster, as a crash would, and
// returns when it has gone. On a kind cluster the adapter is a pod.
func (p *Provider) KillAdapter(ctx context.Context) error {
	l, err := state.FolderOf(p.name)
	if err != nil {
		return err
	}
	return (&embedded.Cluster{Lab: l}).KillAdapter(ctx)
}

// AdapterPIDs returns the process ids of the adapter of an embedded cluster.
func (p *Provider) AdapterPIDs(ctx context.Context) ([]string, error) {
	l, err := state.FolderOf(p.name)
	if err != nil {
		return nil, err
	}
	running, err := process.Below(ctx, l.Path("bin"))
	if err != nil {
		return nil, err
	}
	var pids []string
	for _, found := range running {
		if found.Program == adapter.Name {
			pids = append(pids, strconv.Itoa(found.PID))
		}
	}
	return pids, nil
}

// Repair starts what of the lab does not run, as `lab up` does.
func (p *Provider) Repair(ctx context.Context) error {
	root, err := lifecycle.FindRoot()
	if err != nil {
		return err
	}
	return p.up(ctx, root)
}
