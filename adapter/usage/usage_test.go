package usage

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/metrics/pkg/apis/metrics"

	"example.com/metrics-lab/adapter/source"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// values are those of the pods of the namespace shop, by the metric and the pod.
type values map[string]map[string]source.Sample

func (v values) Values(_ context.Context, metric source.Metric, objects []types.NamespacedName) (map[types.NamespacedName]source.Sample, error) {
	if v == nil {
		return nil, errors.New("the database is down")
	}
	of, known := v[metric.Name]
	if !known {
		return nil, source.ErrUnknownMetric
	}
	found := map[types.NamespacedName]source.Sample{}
	for _, object := range objects {
		if sample, ok := of[object.Name]; ok && object.Namespace == "shop" {
			found[object] = sample
		}
	}
	return found, nil
}

// pod is a pod as it is kept in memory.
func pod(t *testing.T, name string, containers ...string) *metav1.PartialObjectMetadata {
	t.Helper()
	full := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: name, Labels: map[string]string{"app": "web"}}}
	for _, container := range containers {
		full.Spec.Containers = append(full.Spec.Containers, corev1.Container{Name: container})
	}
	stripped, err := strip(full)
	if err != nil {
		t.Fatal(err)
	}
	return stripped.(*metav1.PartialObjectMetadata)
}

func sample(value string, age time.Duration, of labels.Set) source.Sample {
	return source.Sample{Value: resource.MustParse(value), Time: noon.Add(-age), Labels: of}
}

func TestGetPodMetrics(t *testing.T) {
	t.Parallel()
	known := values{
		"cpu":    {"a": sample("250m", 0, nil), "both": sample("101m", time.Second, nil), "one": sample("40m", 0, labels.Set{"container": "app"})},
		"memory": {"a": sample("64Mi", 2*time.Second, nil)},
	}
	usage := func(cpu string) corev1.ResourceList {
		return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu)}
	}
	of := func(name string, age time.Duration, containers ...metrics.ContainerMetrics) metrics.PodMetrics {
		at := metav1.Time{Time: noon.Add(-age)}
		return metrics.PodMetrics{
			ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: name, Labels: map[string]string{"app": "web"}, CreationTimestamp: at},
			Timestamp:  at, Window: metav1.Duration{Duration: Window}, Containers: containers,
		}
	}
	want := []metrics.PodMetrics{
		of("a", 2*time.Second, metrics.ContainerMetrics{Name: "app", Usage: corev1.ResourceList{
			corev1.ResourceCPU: resource.MustParse("250m"), corev1.ResourceMemory: resource.MustParse("64Mi"),
		}}),
		of("both", time.Second, metrics.ContainerMetrics{Name: "app", Usage: usage("51m")}, metrics.ContainerMetrics{Name: "proxy", Usage: usage("50m")}),
		of("one", 0, metrics.ContainerMetrics{Name: "app", Usage: usage("40m")}, metrics.ContainerMetrics{Name: "proxy", Usage: usage("0")}),
	}
	a := &API{ctx: t.Context(), values: known}
	got, err := a.GetPodMetrics(pod(t, "a", "app"), pod(t, "both", "app", "proxy"), pod(t, "one", "app", "proxy"), pod(t, "unknown", "app"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNothingIsDeclared: where there is no such metric, no pod is measured; where it cannot be read, that is said.
func TestNothingIsDeclared(t *testing.T) {
	t.Parallel()
	if got, err := (&API{ctx: t.Context(), values: values{}}).GetPodMetrics(pod(t, "a", "app")); err != nil || len(got) > 0 {
		t.Errorf("no such metric: got %v, %v", got, err)
	}
	if _, err := (&API{ctx: t.Context(), values: values(nil)}).GetPodMetrics(pod(t, "a", "app")); err == nil || err.Error() != "the database is down" {
		t.Errorf("it cannot be read: got %v", err)
	}
}
