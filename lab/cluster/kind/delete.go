package kind

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/host/wait"
)

const (
	// removeTimeout is how long it may take to remove the nodes.
	removeTimeout = time.Minute
	// patience is how long a removal takes before it is said what it waits for.
	patience = 5 * time.Second
	// settle is how long Docker may work on a container that nobody asks for any
	// more before it lists it.
	settle = 3 * time.Second
)

// Delete removes the cluster's containers with their volumes, and the network
// when the lab made it and no lab uses it. It is not an error if they have
// gone.
func (c *Cluster) Delete(ctx context.Context) error {
	if _, err := containers(ctx, c.Lab.Name); err != nil {
		return err // Docker does not answer: there is nothing to wait for
	}
	if err := c.removeNodes(ctx); err != nil {
		return err
	}
	return c.removeNetwork(ctx)
}

// Lost returns the nodes of the lab's name that this lab has made, whatever is left of its folder: they share that folder.
func (c *Cluster) Lost(ctx context.Context) ([]string, error) {
	return containers(ctx, c.Lab.Name, "--filter", "volume="+c.developmentFolder())
}

// removeNodes removes what there is until nothing more can come. When whoever
// made the cluster was killed, its docker commands go on; when those were
// interrupted too, Docker itself goes on. For a moment it even lists containers
// that it cannot remove yet.
func (c *Cluster) removeNodes(ctx context.Context) error {
	last, quiet := time.Now(), time.Duration(0)
	if c.CA() == nil { // kind had not finished
		quiet = settle
	}
	return wait.For(ctx, "the cluster's nodes to be gone", removeTimeout, poll, func(ctx context.Context) (bool, string, error) {
		makers, err := process.Running(ctx, c.makes)
		if err != nil {
			return false, "", err
		}
		there, err := c.removeThere(ctx)
		if there+len(makers) > 0 {
			last = time.Now()
			return false, fmt.Sprintf("there are %d, and %d commands that make some", there, len(makers)), err
		}
		return time.Since(last) >= quiet, "", err
	})
}

// removeThere removes the nodes that are there, and says how many those were.
func (c *Cluster) removeThere(ctx context.Context) (int, error) {
	names, err := containers(ctx, c.Lab.Name)
	if err != nil || len(names) == 0 {
		return 0, err
	}
	if c.Say != nil {
		late := time.AfterFunc(patience, func() { c.Say("%s", heldUp(names)) })
		defer late.Stop()
	}
	_, err = docker.Run(ctx, append([]string{"rm", "--force", "--volumes"}, names...)...)
	return len(names), err
}

// heldUp says what to do about containers that Docker does not remove. On cgroup v1 a
// process that stays frozen while a container starts keeps it for ever.
func heldUp(names []string) string {
	list := strings.Join(names, " ")
	return fmt.Sprintf("  Docker has not removed %s within %s. If it stays so: Ctrl-C, `docker unpause %[1]s` or restart the Docker engine, and `lab down` again.", list, patience)
}

// makes says whether a command is kind's that makes a node of the cluster, or the
// network of all clusters.
func (c *Cluster) makes(command []string) bool {
	if len(command) < 3 {
		return false
	}
	return command[1] == "run" && slices.Contains(command, clusterLabel+c.Lab.Name) ||
		command[1] == "network" && command[2] == "create" && command[len(command)-1] == network
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
