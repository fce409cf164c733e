package lifecycle

import (
	"context"
	"fmt"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/kubeconfig"
	"example.com/metrics-lab/lab/state"
)

// removeLost removes what still runs of a lab on this machine whose folder somebody has deleted, and its context. It says
// whether there was any.
func removeLost(ctx context.Context, l state.Folder, show *console.Console) (existed bool, err error) {
	running, err := process.Below(ctx, l.Dir)
	if err != nil || len(running) == 0 {
		return false, err
	}
	show.Say("the folder of the lab %s has gone, and %d program(s) of it still run: stopping them", l.Name, len(running))
	c := existing(l, state.Record{Cluster: Embedded}, "", show)
	if err := c.Delete(ctx); err != nil {
		return true, err
	}
	if err := kubeconfig.Forget(c.ContextName()); err != nil {
		return true, err
	}
	return true, l.Remove() // programs that ended may have written something
}

// lost says that programs of a lab run whose folder somebody has deleted; nil if none do.
func lost(ctx context.Context, l state.Folder) error {
	running, err := process.Below(ctx, l.Dir)
	if err != nil || len(running) == 0 {
		return err
	}
	return fmt.Errorf("the folder of the lab %s has gone, and %d program(s) of it still run: `%s` stops them", l.Name, len(running), state.Make("down", l.Name))
}
