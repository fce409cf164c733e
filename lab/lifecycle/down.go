package lifecycle

import (
	"context"
	"errors"
	"io/fs"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/kubeconfig"
	"example.com/metrics-lab/lab/state"
)

// Down stops every process of the lab, takes its context out of the
// kubeconfig and removes its folder. It needs none of the programs, so it also
// works when the cache has gone, after a killed Up and after a reboot. It says
// whether there was a lab. It returns ErrForeign if somebody has installed another
// adapter in its cluster.
func Down(ctx context.Context, name string, show *console.Console) (existed bool, err error) {
	return down(ctx, name, show, checkDown)
}

// Remove is Down, whatever is in the cluster: for labs that tests and programs make for
// themselves, and for somebody who was told and means it.
func Remove(ctx context.Context, name string, show *console.Console) (existed bool, err error) {
	return down(ctx, name, show, func(context.Context, string, cluster) error { return nil })
}

// down removes a lab if the check has nothing against it.
func down(ctx context.Context, name string, show *console.Console, check func(ctx context.Context, lab string, c cluster) error) (existed bool, err error) {
	l, err := state.FolderOf(name)
	if err != nil {
		return false, err
	}
	unlock, err := lock(ctx, l, show)
	if err != nil {
		return false, err
	}
	defer unlock()
	record, err := l.Load()
	if errors.Is(err, fs.ErrNotExist) {
		return removeLost(ctx, l, show)
	}
	if err != nil {
		return true, err
	}
	if err := check(ctx, name, existing(l, record, "", nil)); err != nil {
		return true, err
	}
	return true, remove(ctx, l, show)
}

// remove is Remove with the lock held. The folder goes last: as long as
// something is left, it is there to be found.
func remove(ctx context.Context, l state.Folder, show *console.Console) error {
	record, err := l.Load()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	c := existing(l, record, "", show)
	ca := c.CA() // before it goes with the cluster
	if err := c.Delete(ctx); err != nil {
		return err
	}
	if err := kubeconfig.Remove(c.ContextName(), ca, record.Kubeconfig); err != nil {
		return err
	}
	return l.Remove()
}

// SaveLogs writes the logs of the lab to a folder that exists.
func SaveLogs(ctx context.Context, name, dir string) error {
	l, err := state.FolderOf(name)
	if err != nil {
		return err
	}
	record, err := l.Load()
	if err != nil {
		return err
	}
	return existing(l, record, "", nil).SaveLogs(ctx, dir)
}
