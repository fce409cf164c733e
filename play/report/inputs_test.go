package report

import (
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/simulation"
	"example.com/metrics-lab/play/engine"
)

func hpa(t testing.TB, spec string) *autoscalingv2.HorizontalPodAutoscaler {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(`
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
` + spec))
	if err != nil {
		t.Fatal(err)
	}
	admitted, err := engine.Admit(data)
	if err != nil {
		t.Fatal(err)
	}
	return admitted
}

func curve(t testing.TB, spec string) simulation.Value {
	t.Helper()
	var declared v1alpha1.Simulation
	if err := yaml.UnmarshalStrict([]byte(spec), &declared); err != nil {
		t.Fatal(err)
	}
	v, err := simulation.New(declared, v1alpha1.Total, engine.Start)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// play plays the Deployment web.
func play(t *testing.T, duration time.Duration, spec string, serving *engine.Serving, metrics ...engine.Metric) *engine.Result {
	t.Helper()
	return engine.Play(t, engine.Input{
		Duration: duration, Controller: engine.DefaultController(),
		HPAs: []*autoscalingv2.HorizontalPodAutoscaler{hpa(t, spec)},
		Workloads: []engine.Workload{{
			Kind: schema.GroupKind{Group: "apps", Kind: "Deployment"}, Namespace: "shop", Name: "web", Replicas: 2, Selector: "app=web",
			Pod: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "web"}},
				Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Resources: corev1.ResourceRequirements{
					Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500m")},
				}}}},
			},
			Startup: engine.Startup{Min: 20 * time.Second, Max: 60 * time.Second, Seed: 3}, Serving: serving,
		}},
		Metrics: metrics,
	}, nil)
}

func requests(v simulation.Value) engine.Metric {
	return engine.Metric{Type: autoscalingv2.PodsMetricSourceType, Name: "http_requests", Namespace: "shop", Pods: labels.Everything(), Value: v}
}

const byRequests = `
  minReplicas: 2
  maxReplicas: 12
  metrics:
  - type: Pods
    pods: {metric: {name: http_requests}, target: {type: AverageValue, averageValue: "100"}}
`

// wave is an HPA on a load that comes and goes.
func wave(t *testing.T, behavior string) *engine.Result {
	return play(t, 40*time.Minute, byRequests+behavior, nil, requests(curve(t,
		`{curve: [{at: 0s, value: "150"}, {at: 5m, value: "900"}, {at: 12m, value: "1100"}, {at: 16m, value: "350"}, {at: 20m, value: "700"}, {at: 26m, value: "120"}]}`)))
}

// crowd is a queue that grows when everybody comes at once: two metrics, one of which says how much waits.
func crowd(t *testing.T, behavior string) *engine.Result {
	const spec = `
  minReplicas: 2
  maxReplicas: 20
  metrics:
  - type: Pods
    pods: {metric: {name: http_requests}, target: {type: AverageValue, averageValue: "80"}}
  - type: External
    external: {metric: {name: queue_length}, target: {type: AverageValue, averageValue: "500"}}
`
	load := &engine.Serving{Capacity: 100_000, Load: curve(t,
		`{curve: [{at: 0s, value: "150"}, {at: 5m, value: "160"}, {at: 6m, value: "1400"}, {at: 14m, value: "1300"}, {at: 18m, value: "200"}]}`)}
	return play(t, 45*time.Minute, spec+behavior, load,
		engine.Metric{Type: autoscalingv2.PodsMetricSourceType, Name: "http_requests", Namespace: "shop", Pods: labels.Everything(), Workload: "web", Of: engine.Served},
		engine.Metric{Type: autoscalingv2.ExternalMetricSourceType, Name: "queue_length", Namespace: "shop", Workload: "web", Of: engine.Backlog})
}

// outage is a metric that is often not there.
func outage(t *testing.T) *engine.Result {
	return play(t, time.Hour, byRequests, nil, requests(curve(t,
		`{curve: [{at: 0s, value: "300"}, {at: 20m, value: "1500"}, {at: 40m, value: "200"}], faults: {errorRate: "0.3"}}`)))
}

// day is a day of a load that never rests.
func day(t *testing.T) *engine.Result {
	return play(t, 24*time.Hour, byRequests, nil, requests(curve(t,
		`{repeat: true, curve: [{at: 0s, value: "200"}, {at: 20m, value: "1000"}, {at: 40m, value: "200"}]}`)))
}

func one(r *engine.Result) Data {
	return Data{Title: "What web will do", Results: []Named{{Name: "web", Result: r}}}
}

func two(a, b *engine.Result) Data {
	return Data{Title: "Two ways of scaling down", Results: []Named{{"default", a}, {"60 s window", b}}}
}

const quickly = `
  behavior: {scaleDown: {stabilizationWindowSeconds: 60}}
`
