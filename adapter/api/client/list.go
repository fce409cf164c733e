package client

import (
	"context"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// SimulatedMetrics returns those of a namespace, and none if there is no such namespace.
func (c *Client) SimulatedMetrics(ctx context.Context, namespace string) ([]v1alpha1.SimulatedMetric, error) {
	var list v1alpha1.SimulatedMetricList
	err := c.rest.Get().Namespace(namespace).Resource(SimulatedMetrics).Do(ctx).Into(&list)
	return list.Items, err
}

// ClusterSimulatedMetrics returns all of them.
func (c *Client) ClusterSimulatedMetrics(ctx context.Context) ([]v1alpha1.ClusterSimulatedMetric, error) {
	var list v1alpha1.ClusterSimulatedMetricList
	err := c.rest.Get().Resource(ClusterSimulatedMetrics).Do(ctx).Into(&list)
	return list.Items, err
}
