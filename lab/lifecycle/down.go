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
// whether there was a lab.
func Down(ctx context.Context, name string, show *console.Console) (existed bool, err error) {
	l, err := state.FolderOf(name)
	if err != nil {
		return false, err
	}
	unlock, err := lock(ctx, l, show)
	if err != nil {
		return false, err
	}
	defer unlock()
	if _, err := l.Load(); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return true, remove(ctx, l, show)
}

// remove is Down with the lock held. The folder goes last: as long as
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
