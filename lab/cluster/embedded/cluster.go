// Package embedded runs a cluster without containers: etcd, kube-apiserver,
// kube-controller-manager, kube-scheduler and kwok are processes of the host,
// started by kwokctl's binary runtime. Nodes and pods are simulated by kwok;
// the adapter is a process of the host too. It needs no root. Everything
// listens on 127.0.0.1 only.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/build/programs"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/state"
)

// Cluster is the embedded cluster of a lab.
type Cluster struct {
	// Lab is where it keeps everything.
	Lab state.Folder
	// Root is the repository's top folder.
	Root string
	// Programs are what it runs.
	Programs programs.Set
	// HPASyncPeriod is how often the HPA controller looks at each HPA. It is
	// set when the cluster is made and stays.
	HPASyncPeriod time.Duration
	// Progress is told how the adapter's compilation goes on; nil: nobody is.
	Progress gocommand.Progress
	// Development says that live development has taken the adapter's place.
	Development bool

	clients *clients.Clients // once they were made
}

// ContextName is the name of the cluster's context in a kubeconfig.
func (c *Cluster) ContextName() string { return "kwok-" + c.Lab.Name }

// CheckFolder returns an error when the cluster cannot be kept in the lab's folder: kwok
// takes the path of its configuration for a list in CSV.
func (c *Cluster) CheckFolder() error {
	if i := strings.IndexAny(c.Lab.Dir, "\",\n\r"); i >= 0 {
		return fmt.Errorf("the lab's folder would be %q, and its path must not contain %q: set HOME to another folder", c.Lab.Dir, c.Lab.Dir[i:i+1])
	}
	return nil
}

// Start makes the cluster, or starts it again if part of it does not run, and
// waits until it can run pods.
func (c *Cluster) Start(ctx context.Context) error {
	made, err := c.made()
	if err != nil {
		return err
	}
	if _, err := os.Stat(c.Lab.Path("kwok")); err == nil {
		return fmt.Errorf("the lab %s was made by an older version, which kept its state elsewhere: remove it with `%s`, then make it anew", c.Lab.Name, state.Make("down", c.Lab.Name))
	}
	if !made {
		if err := c.configure(ctx); err != nil {
			return err
		}
		return c.run(ctx)
	}
	if err := c.stopRest(ctx); err != nil {
		return err
	}
	err = c.run(ctx)
	if err == nil || ctx.Err() != nil {
		return err
	}
	// What ran a moment ago may have been on its way out.
	if err := c.stopRest(ctx); err != nil {
		return err
	}
	return c.run(ctx)
}

// run starts what does not run and waits until the cluster can run pods. What ends meanwhile is started again, a few times.
func (c *Cluster) run(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		if err := c.kwokctl(ctx); err != nil {
			return err
		}
		err := c.waitReady(ctx)
		if _, ended := errors.AsType[*endedError](err); !ended || attempt == attempts {
			return err
		}
		if err := c.forgetEnded(ctx); err != nil {
			return err
		}
	}
}

// stopRest stops what still runs if something has ended: it may be on its way out
// too, or know things that are not so any more.
func (c *Cluster) stopRest(ctx context.Context) error {
	ended, err := c.ended(ctx)
	if err != nil || len(ended) == 0 {
		return err
	}
	if err := process.KillBelow(ctx, c.dir()); err != nil {
		return err
	}
	return c.forgetEnded(ctx)
}

// Clients are those of an administrator.
func (c *Cluster) Clients() (*clients.Clients, error) {
	var err error
	if c.clients == nil {
		c.clients, err = clients.OfKubeconfig(c.AdminKubeconfig())
	}
	return c.clients, err
}

// AdminKubeconfig is the file of an administrator's kubeconfig, made by kwokctl.
func (c *Cluster) AdminKubeconfig() string { return c.dir("kubeconfig.yaml") }

// CA returns the certificate authority of the API server, PEM, or nil where
// the cluster was never made.
func (c *Cluster) CA() []byte {
	data, _ := os.ReadFile(c.dir("pki", "ca.crt"))
	return data
}

func (c *Cluster) made() (bool, error) {
	_, err := os.Stat(c.dir("kwok.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// dir is a path in kwokctl's folder of the cluster.
func (c *Cluster) dir(elem ...string) string {
	return c.Lab.Path(append([]string{".kwok", "clusters", c.Lab.Name}, elem...)...)
}
