// Package usage answers the resource metrics API, metrics.k8s.io: the CPU and memory of pods, by which an autoscaler scales
// on a metric of type Resource or ContainerResource. In production metrics-server answers it, from what kubelets measure.
// Here it is what the sources have as the metrics cpu, in cores, and memory, in bytes, of pods.
//
// The usage of a pod is spread evenly over its containers. A sample with the label container is that of this container
// alone, and the others use nothing.
package usage

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	genericapiserver "k8s.io/apiserver/pkg/server"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/metrics/pkg/apis/metrics"
	"sigs.k8s.io/metrics-server/pkg/api"

	"example.com/metrics-lab/adapter/source"
)

// Window is what a value is said to be measured over. The HPA controller leaves out the CPU of a pod that was not ready
// for so long before the time of the sample.
const Window = time.Second

// answerTimeout bounds how long the sources may take for one answer.
const answerTimeout = 30 * time.Second

// Values answers a metric for objects that exist; *provider.Provider is one. Objects without a value are left out. Where
// there is no such metric, the error is source.ErrUnknownMetric; any other is one that a client may see.
type Values interface {
	Values(ctx context.Context, metric source.Metric, objects []types.NamespacedName) (map[types.NamespacedName]source.Sample, error)
}

// API is the resource metrics API.
type API struct {
	ctx    context.Context // the life of the adapter: the library's interface has none
	values Values
	pods   *pods
}

var _ api.MetricsGetter = (*API)(nil)

// New makes the API of the pods that the client lists and watches until ctx ends.
func New(ctx context.Context, client cache.Getter, values Values) (*API, error) {
	pods, err := watch(ctx, client)
	return &API{ctx: ctx, values: values, pods: pods}, err
}

// Install has the server serve the API. There are no nodes in it.
func (a *API) Install(server *genericapiserver.GenericAPIServer) error {
	nodes := corelisters.NewNodeLister(cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{}))
	if err := api.Install(a, a.pods, nodes, server, nil); err != nil {
		return fmt.Errorf("serve the resource metrics API: %w", err)
	}
	return nil
}

// GetNodeMetrics implements api.NodeMetricsGetter.
func (a *API) GetNodeMetrics(...*corev1.Node) ([]metrics.NodeMetrics, error) { return nil, nil }

// GetPodMetrics implements api.PodMetricsGetter. Pods that use nothing that is known are left out, as metrics-server
// leaves out those that it has not measured yet.
func (a *API) GetPodMetrics(pods ...*metav1.PartialObjectMetadata) ([]metrics.PodMetrics, error) {
	ctx, cancel := context.WithTimeout(a.ctx, answerTimeout)
	defer cancel()
	names := make([]types.NamespacedName, len(pods))
	for i, pod := range pods {
		names[i] = types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name}
	}
	used := map[types.NamespacedName]map[corev1.ResourceName]source.Sample{}
	for _, resource := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		samples, err := a.values.Values(ctx, metricOf(resource), names)
		if err != nil && !errors.Is(err, source.ErrUnknownMetric) {
			return nil, err
		}
		for name, sample := range samples {
			if used[name] == nil {
				used[name] = map[corev1.ResourceName]source.Sample{}
			}
			used[name][resource] = sample
		}
	}
	var all []metrics.PodMetrics
	for i, pod := range pods {
		if of := used[names[i]]; of != nil {
			all = append(all, podMetrics(pod, of))
		}
	}
	return all, nil
}

func metricOf(resource corev1.ResourceName) source.Metric {
	return source.Metric{Name: string(resource), Resource: schema.GroupResource{Resource: "pods"}, Namespaced: true}
}
