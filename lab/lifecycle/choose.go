package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"example.com/metrics-lab/lab/build/nodeimage"
	"example.com/metrics-lab/lab/build/programs"
	"example.com/metrics-lab/lab/cluster/embedded"
	"example.com/metrics-lab/lab/cluster/kind"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/state"
)

// choose decides on the kind of cluster. A lab that exists keeps its own.
func (u *up) choose(ctx context.Context) error {
	wanted := u.options.Cluster
	if u.record.Complete {
		if wanted != Auto && wanted != u.record.Cluster {
			return fmt.Errorf("the lab %s runs on the %s cluster already: remove that one first with `%s`, or choose another name (`make up NAME=other`)",
				u.lab.Name, u.record.Cluster, state.Make("down", u.lab.Name))
		}
		wanted = u.record.Cluster
	}
	switch {
	case wanted == Embedded:
		return u.chooseEmbedded(ctx)
	case u.record.Complete:
		u.cluster = existing(u.lab, u.record, u.options.Root, u.show)
		return nil
	}
	err := u.chooseKind(ctx)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if wanted == Kind {
		return fmt.Errorf("%w (--cluster embedded needs no Docker)", err)
	}
	u.show.Interrupt()
	u.show.Say("  The cluster is embedded, not kind: %v", err)
	return u.chooseEmbedded(ctx)
}

// setKind notes the kind of cluster. A lab that is made anew and gets another one than the
// last time looks and answers differently, which nobody is to find out by a surprise.
func (u *up) setKind(kind string) error {
	if u.record.Cluster = kind; u.record.Complete {
		return nil
	}
	last, err := u.lab.LastCluster()
	if err != nil {
		return err
	}
	if last != "" && last != kind {
		u.show.Interrupt()
		u.show.Say("  The lab %s is on the %s cluster now; the last time it was on %s (`%s CLUSTER=%[3]s` makes that again).", u.lab.Name, kind, last, state.Make("up", u.lab.Name))
	}
	return nil
}

// Remember notes what cluster a lab has, for the next lab of its name: Up says when that
// gets another one. Labs of tests, whose names do not come again, are not worth it.
func (l *Lab) Remember() error {
	opened, err := state.FolderOf(l.Name)
	if err != nil {
		return err
	}
	return opened.RememberCluster(l.Cluster)
}

func (u *up) chooseEmbedded(ctx context.Context) error {
	if err := u.setKind(Embedded); err != nil {
		return err
	}
	done := u.show.Step("programs")
	if err := (&embedded.Cluster{Lab: u.lab}).CheckFolder(); err != nil {
		return err
	}
	set, err := programs.Ensure(ctx, u.options.Root, programs.Embedded(), u.show.NewBuild("the control plane"))
	if err != nil {
		return err
	}
	done("Kubernetes %s", set.Kubernetes)
	u.cluster = &embedded.Cluster{
		Lab: u.lab, Root: u.options.Root, Programs: set, HPASyncPeriod: u.options.HPASyncPeriod, Progress: u.show.NewBuild("the adapter"),
		Development: u.record.Development,
	}
	return nil
}

func (u *up) chooseKind(ctx context.Context) error {
	done := u.show.Step("Docker")
	if err := (&kind.Cluster{Lab: u.lab}).CheckFolder(); err != nil {
		return err
	}
	image, err := KindImage(ctx, u.options.Root, u.options.Image, u.show)
	if err != nil {
		return err
	}
	c := &kind.Cluster{Lab: u.lab, Root: u.options.Root, Image: image, HPASyncPeriod: u.options.HPASyncPeriod, Progress: u.show.NewBuild("the adapter")}
	if err := c.CheckName(ctx); err != nil {
		return err
	}
	if err := u.setKind(Kind); err != nil {
		return err
	}
	tagged, _, _ := strings.Cut(image, "@")
	done("node image %s", tagged)
	u.cluster = c
	return nil
}

// CheckKindName returns one line that says why no kind cluster of the lab's name can
// be made, or nil: also if the lab has it already.
func CheckKindName(ctx context.Context, name string) error {
	l, record, err := load(name)
	switch {
	case errors.Is(err, ErrNoLab):
		err = nil
	case err == nil && record.Cluster == Kind:
		return nil
	}
	if err != nil {
		return err
	}
	return (&kind.Cluster{Lab: l}).CheckName(ctx)
}

// KindImage returns the node image that a kind cluster would be made of, or one
// line that says why none can be made here. wanted is the image that the user
// named, or empty; root is the repository's top folder. An image that is not there is
// pulled, and show shows how far that is.
func KindImage(ctx context.Context, root, wanted string, show *console.Console) (image string, err error) {
	if err := docker.Answers(ctx); err != nil {
		return "", err
	}
	built := ""
	if wanted == "" {
		built, _ = nodeimage.Find(ctx, root) // none can be found: the default then
	}
	defer show.Interrupt()
	return kind.Usable(ctx, wanted, built, show.NewLine().Show)
}
