package kind

import (
	"context"
	"fmt"
	"strings"

	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/exec"
)

// pauseImage is a second name, the same on all node images, for the pause image
// that every node has. Workloads that do nothing use it: nothing is pulled.
const pauseImage = "docker.io/metrics-lab/pause:node"

// tagPause gives the nodes' own pause image that name. Which version of it a
// node has depends on its Kubernetes and its containerd.
func (c *Cluster) tagPause(ctx context.Context) error {
	all, err := provider().ListInternalNodes(c.Lab.Name)
	if err != nil {
		return fmt.Errorf("list the cluster's nodes: %w", err)
	}
	for _, node := range all {
		if err := tagPauseOn(ctx, node); err != nil {
			return fmt.Errorf("name the pause image of %s: %w", node, err)
		}
	}
	return nil
}

func tagPauseOn(ctx context.Context, node nodes.Node) error {
	images, err := exec.OutputLines(node.CommandContext(ctx, "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet"))
	if err != nil {
		return err
	}
	for _, image := range images {
		if strings.Contains(image, "/pause:") && image != pauseImage {
			return node.CommandContext(ctx, "ctr", "--namespace", "k8s.io", "images", "tag", "--force", image, pauseImage).Run()
		}
	}
	return fmt.Errorf("it has none of: %s", strings.Join(images, ", "))
}
