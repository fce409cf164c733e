package lab

import (
	"context"
	"fmt"
	"path/filepath"

	"example.com/metrics-lab/scripts/lab/embedded"
	"example.com/metrics-lab/scripts/lab/kind"
	"example.com/metrics-lab/scripts/lab/programs"
	"example.com/metrics-lab/scripts/lab/state"
)

// choose decides on the kind of cluster. A lab that exists keeps its own.
func (u *up) choose(ctx context.Context) error {
	wanted := u.options.Cluster
	if u.record.Complete {
		if wanted != Auto && wanted != u.record.Cluster {
			return fmt.Errorf("the lab %s runs on the %s cluster already: `lab down` first, or choose another name with --name",
				u.lab.Name, u.record.Cluster)
		}
		wanted = u.record.Cluster
	}
	switch {
	case wanted == Embedded:
		return u.chooseEmbedded(ctx)
	case u.record.Complete:
		u.cluster = &kind.Cluster{Lab: u.lab, Root: u.options.Root}
		return nil
	}
	err := u.chooseKind(ctx)
	if err == nil || wanted == Kind || ctx.Err() != nil {
		return err
	}
	u.show.Interrupt()
	u.show.Say("  The cluster is embedded, not kind: %v", err)
	return u.chooseEmbedded(ctx)
}

func (u *up) chooseEmbedded(ctx context.Context) error {
	done := u.show.Step("programs")
	set, err := programs.Ensure(ctx, u.options.Root, u.show.NewBuild())
	if err != nil {
		return err
	}
	done("Kubernetes %s, in %s", set.Kubernetes, set.Dir)
	u.record.Cluster = Embedded
	u.cluster = &embedded.Cluster{
		Lab: u.lab, Root: u.options.Root, Programs: set, HPASyncPeriod: u.options.HPASyncPeriod,
	}
	return nil
}

func (u *up) chooseKind(ctx context.Context) error {
	done := u.show.Step("Docker")
	built := ""
	image, err := kind.Usable(ctx, u.options.Image, built, u.show.Say)
	if err != nil {
		return err
	}
	c := &kind.Cluster{Lab: u.lab, Root: u.options.Root, Image: image, HPASyncPeriod: u.options.HPASyncPeriod}
	if err := c.CheckName(); err != nil {
		return err
	}
	done("node image %s", image)
	u.record.Cluster = Kind
	u.cluster = c
	return nil
}

// saveLogs copies the logs of a cluster to a folder of that name in the cache,
// in place of those that it held, and returns the folder.
func saveLogs(ctx context.Context, c cluster, folder string) (string, error) {
	dir, err := state.Cache("failed")
	if err != nil {
		return "", err
	}
	if err := state.Empty(filepath.Join(dir, folder)); err != nil {
		return "", err
	}
	return filepath.Join(dir, folder), c.SaveLogs(ctx, filepath.Join(dir, folder))
}
