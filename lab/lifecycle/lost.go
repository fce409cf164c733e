package lifecycle

import (
	"context"
	"fmt"

	"example.com/metrics-lab/lab/cluster/kind"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/kubeconfig"
	"example.com/metrics-lab/lab/state"
)

// remains are what still runs of a lab on this machine whose folder somebody has deleted.
type remains struct {
	cluster string // the kind of its cluster; empty if nothing runs
	what    string
}

// findLost looks for what runs of a lab that has no folder. Where Docker does not answer, no node of it runs.
func findLost(ctx context.Context, l state.Folder) (remains, error) {
	running, err := process.Below(ctx, l.Dir)
	if err != nil {
		return remains{}, err
	}
	if len(running) > 0 {
		return remains{Embedded, fmt.Sprintf("%d program(s) of it still run", len(running))}, nil
	}
	if nodes, err := (&kind.Cluster{Lab: l}).Lost(ctx); err == nil && len(nodes) > 0 {
		return remains{Kind, fmt.Sprintf("%d node(s) of it are still in Docker", len(nodes))}, nil
	}
	return remains{}, nil
}

// removeLost removes what still runs of a lab whose folder has gone, and its context. It says whether there was any.
func removeLost(ctx context.Context, l state.Folder, show *console.Console) (existed bool, err error) {
	found, err := findLost(ctx, l)
	if err != nil || found.cluster == "" {
		return false, err
	}
	show.Say("the folder of the lab %s has gone, and %s: removing them", l.Name, found.what)
	c := existing(l, state.Record{Cluster: found.cluster}, "", show)
	if err := c.Delete(ctx); err != nil {
		return true, err
	}
	if err := kubeconfig.Forget(c.ContextName()); err != nil {
		return true, err
	}
	return true, l.Remove() // programs that ended may have written something
}

// lost says that something runs of a lab whose folder has gone; nil if nothing does.
func lost(ctx context.Context, l state.Folder) error {
	found, err := findLost(ctx, l)
	if err != nil || found.cluster == "" {
		return err
	}
	return fmt.Errorf("the folder of the lab %s has gone, and %s: `%s` removes them", l.Name, found.what, state.Make("down", l.Name))
}
