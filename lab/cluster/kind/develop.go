package kind

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/state"
)

// developmentPath is where a node has the folder that it shares with this
// machine. The development overlay mounts it into the adapter's pod.
const developmentPath = "/metrics-lab/development"

// developmentFolder is that folder on this machine.
func (c *Cluster) developmentFolder() string { return c.Lab.Path("development") }

func (c *Cluster) developmentMount() map[string]any {
	return map[string]any{"hostPath": c.developmentFolder(), "containerPath": developmentPath, "readOnly": true}
}

// TakeOver stops nothing: the adapter in the pod runs on until the development
// overlay is deployed.
func (c *Cluster) TakeOver(context.Context) (stopped bool, err error) { return false, nil }

// RunAdapter cannot be done here.
func (c *Cluster) RunAdapter(context.Context, adapter.TLS, bool) error {
	return errors.New("the adapter runs in a pod on the kind cluster: use lab dev deploy")
}

// Develop compiles the adapter into the folder that the nodes share. The one in
// the pod is replaced by it if the development overlay is deployed.
func (c *Cluster) Develop(ctx context.Context, debug bool) error {
	if err := c.checkMount(ctx); err != nil {
		return err
	}
	target, err := c.target(ctx, debug)
	if err != nil {
		return err
	}
	return adapter.Develop(ctx, c.Root, c.Lab.Path("development", adapter.Name), target)
}

// PrepareOverlay compiles what the development overlay needs beside the adapter,
// and returns the overlay's name below manifests.
func (c *Cluster) PrepareOverlay(ctx context.Context, debug bool) (overlay string, err error) {
	if err := c.checkMount(ctx); err != nil {
		return "", err
	}
	target, err := c.target(ctx, false)
	if err != nil {
		return "", err
	}
	if err := adapter.Supervisor(ctx, c.Root, c.Lab.Path("development", "supervise"), target); err != nil {
		return "", err
	}
	if !debug {
		return "overlays/tilt", nil
	}
	return "overlays/tilt-debug", adapter.Debugger(ctx, c.Root, c.Lab.Path("development", "dlv"), target)
}

// target is what the nodes run.
func (c *Cluster) target(ctx context.Context, debug bool) (adapter.Target, error) {
	made, err := c.Clients()
	if err != nil {
		return adapter.Target{}, err
	}
	arch, err := architecture(ctx, made.Kubernetes)
	return adapter.Target{OS: nodeOS, Arch: arch, Debug: debug, Progress: c.Progress}, err
}

// architecture is that of the nodes.
func architecture(ctx context.Context, client kubernetes.Interface) (string, error) {
	nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{Limit: 1})
	if err != nil {
		return "", fmt.Errorf("ask for the architecture of the nodes: %w", err)
	}
	if len(nodes.Items) == 0 {
		return "", errors.New("ask for the architecture of the nodes: the cluster has none")
	}
	return nodes.Items[0].Status.NodeInfo.Architecture, nil
}

// checkMount returns an error for a cluster that was made without the shared
// folder: it cannot be added.
func (c *Cluster) checkMount(ctx context.Context) error {
	running, err := c.runningNodes(ctx)
	if err != nil {
		return err
	}
	if len(running) == 0 {
		return fmt.Errorf("the nodes of the lab %s do not run: `%s` starts them", c.Lab.Name, state.Make("up", c.Lab.Name))
	}
	for _, node := range running {
		mounts, err := docker.Ask(ctx, "inspect", "--format", "{{range .Mounts}}{{println .Destination}}{{end}}", node)
		if err != nil {
			return fmt.Errorf("look at the node %s: %w", node, err)
		}
		if !slices.Contains(strings.Fields(mounts), developmentPath) {
			return fmt.Errorf("the lab %s was made before its nodes shared a folder for live development: make it anew with `%s` and `%s CLUSTER=kind`", c.Lab.Name, state.Make("down", c.Lab.Name), state.Make("up", c.Lab.Name))
		}
	}
	return nil
}

// Deployment returns the adapter's, as the cluster has it.
func (c *Cluster) Deployment(ctx context.Context) (*appsv1.Deployment, error) {
	made, err := c.Clients()
	if err != nil {
		return nil, err
	}
	deployment, err := made.Kubernetes.AppsV1().Deployments(adapter.Namespace).Get(ctx, adapter.Name, metav1.GetOptions{})
	if err != nil {
		return nil, fmt.Errorf("read the adapter's Deployment: %w", err)
	}
	deployment.SetGroupVersionKind(appsv1.SchemeGroupVersion.WithKind("Deployment"))
	deployment.ManagedFields = nil
	return deployment, nil
}
