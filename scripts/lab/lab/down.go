package lab

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/kubeconfig"
	"example.com/metrics-lab/scripts/lab/process"
	"example.com/metrics-lab/scripts/lab/state"
)

// Down stops every process of the lab, takes its context out of the
// kubeconfig and removes its folder. It needs none of the programs, so it also
// works when the cache has gone, after a killed Up and after a reboot. It says
// whether there was a lab.
func Down(ctx context.Context, name string, show *console.Console) (existed bool, err error) {
	l, err := state.Open(name)
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
	return true, remove(ctx, l)
}

// remove is Down with the lock held. The folder goes last: as long as
// something is left, it is there to be found.
func remove(ctx context.Context, l state.Lab) error {
	record, err := l.Load()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := process.KillBelow(ctx, l.Dir); err != nil {
		return err
	}
	c := cluster(l)
	if err := kubeconfig.Remove(c.ContextName(), c.CA(), record.Kubeconfig); err != nil {
		return err
	}
	return l.Remove()
}

// KeepLogs copies the logs of the lab to a folder of that name in the cache, in
// place of those that it held. It returns the folder, or "" when there are no
// logs.
func KeepLogs(name, folder string) (string, error) {
	l, err := state.Open(name)
	if err != nil {
		return "", err
	}
	return keepLogs(l, folder)
}

func keepLogs(l state.Lab, folder string) (string, error) {
	top, err := filepath.Glob(l.Path("*.log"))
	if err != nil {
		return "", fmt.Errorf("find the lab's logs: %w", err)
	}
	files := slices.Concat(top, cluster(l).LogFiles())
	if len(files) == 0 {
		return "", nil
	}
	dir, err := state.Cache("failed", folder)
	if err != nil {
		return "", err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("keep the lab's logs: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), data, 0o600); err != nil {
			return "", fmt.Errorf("keep the lab's logs: %w", err)
		}
	}
	return dir, nil
}
