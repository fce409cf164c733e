package engine

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/metrics/pkg/apis/external_metrics/v1beta1"
	"k8s.io/metrics/pkg/client/external_metrics"
)

// externalAPI is the external metrics API of the world.
type externalAPI struct{ world *world }

// NamespacedMetrics are those of a namespace.
func (a externalAPI) NamespacedMetrics(namespace string) external_metrics.MetricsInterface {
	return externalIn{a.world, namespace}
}

type externalIn struct {
	world     *world
	namespace string
}

// List answers each series that a selector matches.
func (e externalIn) List(metric string, selector labels.Selector) (*v1beta1.ExternalMetricValueList, error) {
	found, known := e.world.metricsOf(autoscalingv2.ExternalMetricSourceType, e.namespace, metric, selector)
	if !known {
		return nil, unknown("the server could not find the metric %s for namespace %s", metric, e.namespace)
	}
	now, err := read(found)
	if err != nil {
		return nil, err
	}
	e.world.mu.Lock()
	defer e.world.mu.Unlock()
	list := &v1beta1.ExternalMetricValueList{}
	for _, m := range found {
		for _, s := range e.world.ofAll(m, now) {
			list.Items = append(list.Items, v1beta1.ExternalMetricValue{
				MetricName: metric, MetricLabels: m.Labels, Timestamp: metav1.NewTime(s.measured), Value: s.quantity(),
			})
		}
	}
	return list, nil
}
