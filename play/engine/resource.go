package engine

import (
	"context"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/metrics/pkg/apis/metrics/v1beta1"
	client "k8s.io/metrics/pkg/client/clientset/versioned/typed/metrics/v1beta1"
)

// window is over which metrics-server measures, with its defaults.
const window = 15 * time.Second

// resourceAPI is the resource metrics API of the world.
type resourceAPI struct{ world *world }

// PodMetricses are those of a namespace.
func (a resourceAPI) PodMetricses(namespace string) client.PodMetricsInterface {
	return resourceIn{world: a.world, namespace: namespace}
}

type resourceIn struct {
	client.PodMetricsInterface
	world     *world
	namespace string
}

// List answers what the containers use of the pods that run.
func (r resourceIn) List(_ context.Context, options metav1.ListOptions) (*v1beta1.PodMetricsList, error) {
	selector, err := labels.Parse(options.LabelSelector)
	if err != nil {
		return nil, err
	}
	metrics := r.world.metrics[place{autoscalingv2.ResourceMetricSourceType, r.namespace, ""}]
	if len(metrics) == 0 {
		return nil, unknown("the server could not find the requested resource (get pods.metrics.k8s.io)")
	}
	now, err := read(metrics)
	if err != nil {
		return nil, err
	}
	r.world.mu.Lock()
	defer r.world.mu.Unlock()
	list := &v1beta1.PodMetricsList{}
	used := map[string]*v1beta1.PodMetrics{}
	for _, m := range metrics {
		for _, s := range r.world.ofPods(m, now) {
			use(used, m, s)
		}
	}
	for _, p := range r.world.matching(r.namespace, selector) {
		if u := used[p.Name]; u != nil && p.Status.Phase == corev1.PodRunning {
			list.Items = append(list.Items, complete(u, p))
		}
	}
	return list, nil
}

// use notes what a container of a pod uses.
func use(used map[string]*v1beta1.PodMetrics, m *Metric, s sample) {
	u := used[s.name]
	if u == nil {
		u = &v1beta1.PodMetrics{ObjectMeta: metav1.ObjectMeta{Name: s.name, Namespace: m.Namespace}, Timestamp: metav1.NewTime(s.measured), Window: metav1.Duration{Duration: window}}
		used[s.name] = u
	}
	u.Containers = append(u.Containers, v1beta1.ContainerMetrics{Name: m.Container, Usage: corev1.ResourceList{corev1.ResourceName(m.Name): s.quantity()}})
}

// complete gives each container of a pod what it uses: of what others use, but no metric says of it, 0.
func complete(u *v1beta1.PodMetrics, p *corev1.Pod) v1beta1.PodMetrics {
	completed := *u
	completed.Containers = make([]v1beta1.ContainerMetrics, len(p.Spec.Containers))
	for i, c := range p.Spec.Containers {
		usage := corev1.ResourceList{}
		for _, known := range u.Containers {
			for name, quantity := range known.Usage {
				if known.Name == c.Name || known.Name == "" && i == 0 {
					usage[name] = quantity
				} else if _, there := usage[name]; !there {
					usage[name] = resource.Quantity{}
				}
			}
		}
		completed.Containers[i] = v1beta1.ContainerMetrics{Name: c.Name, Usage: usage}
	}
	return completed
}
