package kind

import (
	"context"
	"fmt"

	"example.com/metrics-lab/scripts/lab/docker"
)

// Delete removes the cluster's containers with their volumes, and the network
// when the lab made it and nobody uses it. It is not an error if they have
// gone.
func (c *Cluster) Delete(ctx context.Context) error {
	names, err := containers(ctx, c.Lab.Name)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		if _, err := docker.Run(ctx, append([]string{"rm", "--force", "--volumes"}, names...)...); err != nil {
			return fmt.Errorf("remove the cluster's nodes: %w", err)
		}
	}
	return removeNetwork(ctx)
}

// SaveLogs writes the logs of the nodes and of what runs on them to a folder.
func (c *Cluster) SaveLogs(ctx context.Context, dir string) error {
	names, err := containers(ctx, c.Lab.Name)
	if err != nil || len(names) == 0 {
		return err
	}
	if err := provider().CollectLogs(c.Lab.Name, dir); err != nil {
		return fmt.Errorf("collect the cluster's logs: %s", firstLine(err))
	}
	return nil
}
