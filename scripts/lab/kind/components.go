package kind

import (
	"context"
	"fmt"
	"slices"

	"example.com/metrics-lab/scripts/lab/adapter"
	"example.com/metrics-lab/scripts/lab/component"
)

// Components returns the containers of the nodes, and the adapter. Whether its
// pod answers is what the metrics APIs say.
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
		part := component.Component{Name: name, Log: "docker logs " + name}
		if slices.Contains(running, name) {
			part.Runs = "container"
		} else {
			part.Problem = "its container was stopped"
		}
		components = append(components, part)
	}
	if len(running) > 0 {
		components = append(components, component.Component{
			Name: adapter.Name, Runs: "pod",
			Log: fmt.Sprintf("kubectl --context %s -n %s logs deploy/%s", c.ContextName(), adapter.Namespace, adapter.Name),
		})
	}
	if len(all) == 0 {
		components = append(components, component.Component{Name: c.Lab.Name + "-control-plane", Problem: "its container has gone"})
	}
	return components, nil
}
