package kind

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/utils/ptr"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/cluster/component"
)

// serverTimeout is how long the API server may take to answer.
const serverTimeout = 5 * time.Second

// Components returns the containers of the nodes, and the adapter. Whether it
// answers is what the metrics APIs say.
func (c *Cluster) Components(ctx context.Context) ([]component.Component, error) {
	all, err := containers(ctx, c.Lab.Name)
	if err != nil {
		return nil, err
	}
	running, err := c.runningNodes(ctx)
	if err != nil {
		return nil, err
	}
	var components []component.Component
	for _, name := range all {
		part := component.Component{Name: strings.TrimPrefix(name, c.Lab.Name+"-"), Log: "docker logs " + name}
		if slices.Contains(running, name) {
			part.Runs = "container"
		} else {
			part.Problem = "its container was stopped"
		}
		components = append(components, part)
	}
	if len(running) > 0 {
		part := component.Component{
			Name: adapter.Name,
			Log:  fmt.Sprintf("kubectl -n %s logs deploy/%s", adapter.Namespace, adapter.Name),
		}
		part.Runs, part.Problem = c.lookAtAdapter(ctx)
		components = append(components, part)
	}
	if len(all) == 0 {
		components = append(components, component.Component{Name: "control-plane", Problem: "its container has gone"})
	}
	return components, nil
}

// lookAtAdapter says what the adapter runs as, or else why it does not. If nobody
// answers, the API server is the problem and not the adapter.
func (c *Cluster) lookAtAdapter(ctx context.Context) (runs, problem string) {
	const pod = "pod"
	ctx, cancel := context.WithTimeout(ctx, serverTimeout)
	defer cancel()
	deployment, err := c.Deployment(ctx)
	switch {
	case apierrors.IsNotFound(err):
		return "", "its Deployment is not there"
	case err == nil && deployment.Status.ReadyReplicas == 0:
		return "", fmt.Sprintf("of the %d pods that its Deployment wants, none is ready", ptr.Deref(deployment.Spec.Replicas, 1))
	}
	return pod, ""
}
