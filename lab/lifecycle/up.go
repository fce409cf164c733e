package lifecycle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/kubeconfig"
	"example.com/metrics-lab/lab/state"
)

// clusterSpace is what a cluster's etcd and logs need to start with.
const clusterSpace = 300 << 20

// Up makes the lab, or completes it: what runs already is left running, an
// adapter whose code has changed is replaced. When a lab cannot be made,
// everything that was made of it is removed again; its logs are kept in the
// cache, and the error names them. It returns ErrForeign for a lab in which
// another adapter serves a metrics API.
func Up(ctx context.Context, options Options, show *console.Console) (*Lab, error) {
	l, err := state.FolderOf(options.Name)
	if err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, l, show)
	if err != nil {
		return nil, err
	}
	defer unlock()

	record, err := l.Load()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		_, err = removeLost(ctx, l, show)
	case err == nil && !record.Complete: // an earlier Up was killed
		err = remove(ctx, l, show)
	}
	if err != nil {
		return nil, err
	}
	if options.HPASyncPeriod == 0 {
		options.HPASyncPeriod = DefaultHPASyncPeriod
	}
	u := &up{options: options, lab: l, record: record, show: show}
	result, err := u.run(ctx)
	if err != nil && !record.Complete {
		if ctx.Err() == nil {
			show.Failed()
		} else {
			show.Interrupt()
		}
		return nil, u.undo(ctx, err)
	}
	return result, err
}

// up is one run of Up.
type up struct {
	options Options
	lab     state.Folder
	record  state.Record
	show    *console.Console
	cluster cluster
}

func (u *up) run(ctx context.Context) (*Lab, error) {
	if err := u.check(); err != nil {
		return nil, err
	}
	if err := u.choose(ctx); err != nil {
		return nil, err
	}
	if err := u.startCluster(ctx); err != nil {
		return nil, err
	}
	// Of a lab that exists, nothing is written before.
	if err := checkForeign(ctx, u.lab.Name, u.cluster); err != nil {
		return nil, err
	}
	if err := u.lab.Save(u.record); err != nil {
		return nil, err
	}
	administrators, err := u.cluster.Clients()
	if err != nil {
		return nil, err
	}
	if err := u.deployAdapter(ctx, administrators); err != nil {
		return nil, err
	}
	if err := u.addContext(); err != nil {
		return nil, err
	}
	u.record.Complete = true
	if err := u.lab.Save(u.record); err != nil {
		return nil, err
	}
	return &Lab{Name: u.lab.Name, Cluster: u.record.Cluster, Context: u.cluster.ContextName(), Clients: administrators}, nil
}

// check finds what would stop it in the end, before anything is made.
func (u *up) check() error {
	if err := state.NeedSpace(u.lab.Dir, clusterSpace); err != nil {
		return err
	}
	return kubeconfig.Check(u.kubeconfig())
}

// kubeconfig is the file that gets the lab's context; empty means kubectl's.
func (u *up) kubeconfig() string { return cmp.Or(u.record.Kubeconfig.File, u.options.Kubeconfig) }

// startCluster writes the record of a lab that is made now first: from then on,
// whatever happens, down knows what there is to remove.
func (u *up) startCluster(ctx context.Context) error {
	done := u.show.Step("cluster")
	if err := u.inspectKubeconfig(); err != nil {
		return err
	}
	if !u.record.Complete {
		if err := u.lab.Save(u.record); err != nil {
			return err
		}
	}
	if err := u.cluster.Start(ctx); err != nil {
		return err
	}
	administrators, err := u.cluster.Clients()
	if err != nil {
		return err
	}
	done("%s", administrators.Config.Host)
	return nil
}

// inspectKubeconfig notes what there is before the lab's context is added.
func (u *up) inspectKubeconfig() error {
	found, err := kubeconfig.Inspect(u.kubeconfig(), u.cluster.ContextName(), u.cluster.CA())
	if err != nil {
		return err
	}
	if !u.record.Complete {
		u.record.Kubeconfig = found
	} else if found.CurrentContext != u.cluster.ContextName() {
		u.record.Kubeconfig.CurrentContext = found.CurrentContext
	}
	return nil
}

// addContext makes the lab what kubectl talks to.
func (u *up) addContext() error {
	made, err := clientcmd.LoadFromFile(u.cluster.AdminKubeconfig())
	if err != nil {
		return fmt.Errorf("read the cluster's kubeconfig: %w", err)
	}
	if err := api.FlattenConfig(made); err != nil { // certificates as data: no file that vanishes
		return fmt.Errorf("read the cluster's kubeconfig: %w", err)
	}
	current := made.Contexts[made.CurrentContext]
	return kubeconfig.Add(u.record.Kubeconfig, kubeconfig.Entry{
		Name:    u.cluster.ContextName(),
		Cluster: made.Clusters[current.Cluster],
		User:    made.AuthInfos[current.AuthInfo],
	})
}
