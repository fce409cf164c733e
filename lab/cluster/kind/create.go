package kind

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	kindcluster "sigs.k8s.io/kind/pkg/cluster"

	"example.com/metrics-lab/lab/host/docker"
)

const (
	// readyTimeout is how long the control plane may take to become Ready.
	readyTimeout = 2 * time.Minute
	// deleteEvery is how often an interrupted creation is deleted, until it
	// has noticed.
	deleteEvery = time.Second
	// clusterLabel is what kind labels the nodes with, before the cluster's name.
	clusterLabel = "io.x-k8s.kind.cluster="
)

// Start makes the cluster, or starts its nodes again when they were stopped,
// and waits until the node is Ready.
func (c *Cluster) Start(ctx context.Context) error {
	all, err := containers(ctx, c.Lab.Name)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return c.create(ctx)
	}
	running, err := c.runningNodes(ctx)
	if err != nil {
		return err
	}
	if len(running) < len(all) { // Docker was restarted, say
		if _, err := docker.Run(ctx, append([]string{"start"}, all...)...); err != nil {
			return fmt.Errorf("start the cluster's nodes: %w", err)
		}
	}
	return c.waitReady(ctx)
}

func (c *Cluster) create(ctx context.Context) error {
	config, err := c.kindConfig()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.developmentFolder(), 0o755); err != nil {
		return fmt.Errorf("make the folder that the nodes share: %w", err)
	}
	if err := rememberNetwork(ctx); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.createWith(config) }()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("make the kind cluster: %s", firstLine(err))
		}
		return errors.Join(c.tagPause(ctx), c.waitReady(ctx))
	case <-ctx.Done():
		c.abandon(ctx, ended)
		return fmt.Errorf("make the kind cluster: %w", context.Cause(ctx))
	}
}

func (c *Cluster) createWith(config []byte) error {
	if err := os.Remove(c.AdminKubeconfig()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return provider().Create(c.Lab.Name,
		kindcluster.CreateWithRawConfig(config),
		kindcluster.CreateWithNodeImage(c.Image),
		kindcluster.CreateWithKubeconfigPath(c.AdminKubeconfig()),
		kindcluster.CreateWithDisplayUsage(false),
		kindcluster.CreateWithDisplaySalutation(false),
	)
}

// abandon removes what a creation has made until it gives up, or Docker does:
// kind's library takes no context.
func (c *Cluster) abandon(ctx context.Context, ended <-chan error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTimeout)
	defer cancel()
	for {
		if _, err := c.removeThere(ctx); errors.Is(err, docker.ErrNoAnswer) {
			return // Delete says so
		}
		select {
		case <-ended: //nolint:errcheck // it was abandoned, so it has failed
			return
		case <-ctx.Done():
			return
		case <-time.After(deleteEvery):
		}
	}
}

// firstLine leaves out the output of commands and the stack that kind adds.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// containers returns the names of a cluster's node containers.
func containers(ctx context.Context, cluster string, filters ...string) ([]string, error) {
	args := append([]string{"ps", "--all", "--format", "{{.Names}}", "--filter", "label=" + clusterLabel + cluster}, filters...)
	names, err := docker.Ask(ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("list the cluster's nodes: %w", err)
	}
	return strings.Fields(names), nil
}
