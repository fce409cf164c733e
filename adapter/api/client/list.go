package client

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// SimulatedMetrics returns those of a namespace, and none if there is no such namespace; those of all namespaces if it is
// empty. Of an object that cannot be read it returns what can.
func (c *Client) SimulatedMetrics(ctx context.Context, namespace string) ([]v1alpha1.SimulatedMetric, error) {
	list, err := c.of(SimulatedMetrics, namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	all := make([]v1alpha1.SimulatedMetric, len(list.Items))
	for i := range list.Items {
		_ = v1alpha1.Decode(&list.Items[i], &all[i]) // the adapter says what is wrong in the object's status
	}
	return all, nil
}

// ClusterSimulatedMetrics returns all of them, as SimulatedMetrics does.
func (c *Client) ClusterSimulatedMetrics(ctx context.Context) ([]v1alpha1.ClusterSimulatedMetric, error) {
	list, err := c.of(ClusterSimulatedMetrics, metav1.NamespaceNone).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	all := make([]v1alpha1.ClusterSimulatedMetric, len(list.Items))
	for i := range list.Items {
		_ = v1alpha1.Decode(&list.Items[i], &all[i]) // as above
	}
	return all, nil
}

// ListWatch is how an informer reads all objects of a resource, in all namespaces: each is an *unstructured.Unstructured,
// to be decoded on its own. asked is told how each request has ended.
func (c *Client) ListWatch(resource string, asked func(error)) cache.ListerWatcher {
	all := c.of(resource, metav1.NamespaceAll)
	return cache.ToListWatcherWithWatchListSemantics(&cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			list, err := all.List(ctx, options)
			asked(err)
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			watching, err := all.Watch(ctx, options)
			asked(err)
			return watching, err
		},
	}, c.dynamic)
}
