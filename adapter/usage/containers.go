package usage

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/metrics/pkg/apis/metrics"

	"example.com/metrics-lab/adapter/simulation"
	"example.com/metrics-lab/adapter/source"
)

// containerLabel is the label of a sample that is about one container.
const containerLabel = "container"

// podMetrics is what a pod uses. Its time is that of its oldest sample.
func podMetrics(pod *metav1.PartialObjectMetadata, used map[corev1.ResourceName]source.Sample) metrics.PodMetrics {
	names := containersOf(pod)
	m := metrics.PodMetrics{
		ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name, Labels: pod.Labels},
		Window:     metav1.Duration{Duration: Window},
		Containers: make([]metrics.ContainerMetrics, len(names)),
	}
	for i, name := range names {
		m.Containers[i] = metrics.ContainerMetrics{Name: name, Usage: corev1.ResourceList{}}
	}
	var oldest time.Time
	for of, sample := range used {
		if oldest.IsZero() || sample.Time.Before(oldest) {
			oldest = sample.Time
		}
		for i, part := range spread(sample, names) {
			m.Containers[i].Usage[of] = part
		}
	}
	m.Timestamp = metav1.Time{Time: oldest}
	m.CreationTimestamp = m.Timestamp
	return m
}

// spread is what each container uses.
func spread(sample source.Sample, containers []string) []resource.Quantity {
	parts := make([]resource.Quantity, len(containers))
	one, isOne := sample.Labels[containerLabel]
	for i, name := range containers {
		switch {
		case !isOne:
			parts[i] = share(sample.Value, i, len(containers))
		case name == one:
			parts[i] = sample.Value.DeepCopy()
		default:
			parts[i] = *resource.NewQuantity(0, sample.Value.Format)
		}
	}
	return parts
}

// share is the part of the i-th of n.
func share(total resource.Quantity, i, n int) resource.Quantity {
	if n == 1 {
		return total.DeepCopy()
	}
	return *resource.NewMilliQuantity(simulation.Share(total.MilliValue(), i, n), total.Format)
}
