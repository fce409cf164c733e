// Package peers runs this adapter and its peers on one lab, to compare them: the ceiling, a program on the same library
// that has its answers ready, and the library's own test adapter.
package peers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

// Lab is an embedded cluster without the adapter of a lab, which would work beside the others.
type Lab struct {
	*clients.Clients
	// Folder has the logs, too.
	Folder state.Folder

	root string
	ca   []byte // of the adapters
	show *console.Console
}

// Run makes a lab, hands it over, and removes it in the end. Its HPA controller looks at each HPA once a period.
func Run(ctx context.Context, name string, period time.Duration, show *console.Console, use func(context.Context, *Lab) error) (err error) {
	root, err := lifecycle.FindRoot()
	if err != nil {
		return err
	}
	defer func() {
		_, removeErr := lifecycle.Remove(context.WithoutCancel(ctx), name, show)
		err = errors.Join(err, removeErr)
	}()
	l, err := up(ctx, root, name, period, show)
	if err != nil {
		return err
	}
	return use(ctx, l)
}

func up(ctx context.Context, root, name string, period time.Duration, show *console.Console) (*Lab, error) {
	folder, err := state.FolderOf(name)
	if err != nil {
		return nil, err
	}
	made, err := lifecycle.Up(ctx, lifecycle.Options{
		Name: name, Cluster: lifecycle.Embedded, Root: root, Kubeconfig: filepath.Join(os.TempDir(), name+".kubeconfig"), HPASyncPeriod: period,
	}, show)
	if err != nil {
		return nil, err
	}
	if err := process.StopProgram(ctx, folder.Path("bin"), adapter.Name); err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(folder.Path("pki", "serving-ca.crt"))
	if err != nil {
		return nil, fmt.Errorf("read who has signed the adapters' certificate: %w", err)
	}
	return &Lab{Clients: made.Clients, Folder: folder, root: root, ca: ca, show: show}, nil
}

// Find answers the process of one of the lab's own programs.
func (l *Lab) Find(ctx context.Context, name string) (pid int, err error) {
	all, err := process.Below(ctx, l.Folder.Dir)
	if err != nil {
		return 0, err
	}
	for _, p := range all {
		if p.Program == name {
			return p.PID, nil
		}
	}
	return 0, fmt.Errorf("no %s runs", name)
}
