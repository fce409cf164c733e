package engine

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	"k8s.io/metrics/pkg/client/custom_metrics"
)

// customAPI is the custom metrics API of the world.
type customAPI struct {
	world *world
	kinds kinds
}

// RootScopedMetrics are those of namespaces: an HPA can ask for nothing else that has none.
func (a customAPI) RootScopedMetrics() custom_metrics.MetricsInterface { return customIn{a, ""} }

// NamespacedMetrics are those of objects in a namespace.
func (a customAPI) NamespacedMetrics(namespace string) custom_metrics.MetricsInterface {
	return customIn{a, namespace}
}

type customIn struct {
	customAPI
	namespace string
}

// GetForObject answers the value of one object.
func (c customIn) GetForObject(kind schema.GroupKind, name, metric string, selector labels.Selector) (*v1beta2.MetricValue, error) {
	mapping, err := c.kinds.RESTMapping(kind)
	if err != nil {
		return nil, err
	}
	namespace := c.namespace
	if namespace == "" {
		namespace = name // a metric about a namespace is kept in it
	}
	resource := mapping.Resource.GroupResource()
	if kind == (schema.GroupKind{Kind: "Pod"}) {
		return c.ofPod(name, metric, selector)
	}
	found, _ := c.world.metricsOf(autoscalingv2.ObjectMetricSourceType, namespace, metric, selector)
	for _, m := range found {
		if m.Object != kind || m.ObjectName != name {
			continue
		}
		now, err := read([]*Metric{m})
		if err != nil {
			return nil, err
		}
		c.world.mu.Lock()
		values := c.world.ofAll(m, now)
		c.world.mu.Unlock()
		if len(values) == 0 {
			break
		}
		value := customValue(values[0], corev1.ObjectReference{Kind: kind.Kind, Name: name, Namespace: c.namespace, APIVersion: mapping.GroupVersionKind.GroupVersion().String()}, metric)
		return &value, nil
	}
	return nil, unknown("the server could not find the metric %s for %s %s", metric, resource, name)
}

// ofPod answers the value of one pod, for an HPA whose object is one.
func (c customIn) ofPod(name, metric string, selector labels.Selector) (*v1beta2.MetricValue, error) {
	list, err := c.GetForObjects(schema.GroupKind{Kind: "Pod"}, labels.Everything(), metric, selector)
	if err != nil {
		return nil, err
	}
	for _, value := range list.Items {
		if value.DescribedObject.Name == name {
			return &value, nil
		}
	}
	return nil, unknown("the server could not find the metric %s for pods %s", metric, name)
}

// GetForObjects answers the values of pods: a controller asks for no other objects by selector.
func (c customIn) GetForObjects(_ schema.GroupKind, objects labels.Selector, metric string, selector labels.Selector) (*v1beta2.MetricValueList, error) {
	found, known := c.world.metricsOf(autoscalingv2.PodsMetricSourceType, c.namespace, metric, selector)
	if !known {
		return nil, unknown("the server could not find the metric %s for pods", metric)
	}
	now, err := read(found)
	if err != nil {
		return nil, err
	}
	c.world.mu.Lock()
	defer c.world.mu.Unlock()
	asked := map[string]bool{}
	for _, p := range c.world.matching(c.namespace, objects) {
		asked[p.Name] = true
	}
	list := &v1beta2.MetricValueList{}
	for _, m := range found {
		for _, s := range c.world.ofPods(m, now) {
			if asked[s.name] {
				list.Items = append(list.Items, customValue(s, corev1.ObjectReference{Kind: "Pod", APIVersion: "v1", Namespace: c.namespace, Name: s.name}, metric))
			}
		}
	}
	return list, nil
}

func customValue(s sample, of corev1.ObjectReference, metric string) v1beta2.MetricValue {
	return v1beta2.MetricValue{
		DescribedObject: of, Metric: v1beta2.MetricIdentifier{Name: metric},
		Timestamp: metav1.NewTime(s.measured), Value: s.quantity(),
	}
}
