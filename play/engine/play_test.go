package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/simulation"
)

// hpa is one as a user writes it.
func hpa(t testing.TB, manifest string) *autoscalingv2.HorizontalPodAutoscaler {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(manifest))
	if err != nil {
		t.Fatal(err)
	}
	admitted, err := Admit(data)
	if err != nil {
		t.Fatal(err)
	}
	return admitted
}

// value is one as a SimulatedMetric declares it.
func value(t testing.TB, spec string, share v1alpha1.Share) simulation.Value {
	t.Helper()
	var declared v1alpha1.Simulation
	if err := yaml.UnmarshalStrict([]byte(spec), &declared); err != nil {
		t.Fatal(err)
	}
	v, err := simulation.New(declared, share, Start)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// constant is a value that does not change. It panics on nonsense, for tables.
func constant(value string) simulation.Value {
	quantity := resource.MustParse(value)
	v, err := simulation.New(v1alpha1.Simulation{Value: &quantity}, v1alpha1.Each, Start)
	if err != nil {
		panic(err)
	}
	return v
}

const web = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 1
  maxReplicas: 10
  metrics:
  - type: Pods
    pods: {metric: {name: http_requests}, target: {type: AverageValue, averageValue: "100"}}
`

func deployment(replicas int32) Workload {
	return Workload{
		Kind: schema.GroupKind{Group: "apps", Kind: "Deployment"}, Namespace: "shop", Name: "web", Replicas: replicas, Selector: "app=web",
		Pod: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "web"}},
			Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Resources: corev1.ResourceRequirements{
				Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500m")},
			}}}},
		},
		Startup: Startup{Min: 10 * time.Second, Max: 10 * time.Second},
	}
}

func podsMetric(v simulation.Value) Metric {
	return Metric{Type: autoscalingv2.PodsMetricSourceType, Name: "http_requests", Namespace: "shop", Pods: labels.Everything(), Value: v}
}

// input is the HPA web on a curve of requests that all pods share.
func input(t testing.TB, duration time.Duration, curve string) Input {
	t.Helper()
	return Input{
		Duration: duration, Controller: DefaultController(),
		HPAs: []*autoscalingv2.HorizontalPodAutoscaler{hpa(t, web)}, Workloads: []Workload{deployment(1)},
		Metrics: []Metric{podsMetric(value(t, curve, v1alpha1.Total))},
	}
}

// rescales are what the controller changed, and when.
func rescales(p *Played) (all []string) {
	for _, d := range p.Decisions {
		if d.Desired != d.Current {
			all = append(all, fmt.Sprintf("%s %d -> %d", d.At, d.Current, d.Desired))
		}
	}
	return all
}

// TestPlay: a load that comes and goes, on the defaults of Kubernetes. The numbers are computed by hand: each proposal is the
// load at that moment over the target of 100, rounded up, and the way down begins five minutes after the last high one.
func TestPlay(t *testing.T) {
	t.Parallel()
	r := Play(t, input(t, 10*time.Minute, `{curve: [{at: 0s, value: "100"}, {at: 1m, value: "800"}, {at: 3m, value: "800"}, {at: 4m, value: "50"}]}`), nil)
	want := []string{
		"15s 1 -> 3", "30s 3 -> 5", "45s 5 -> 7", "1m0s 7 -> 8",
		"8m15s 8 -> 7", "8m30s 7 -> 5", "8m45s 5 -> 3", "9m0s 3 -> 1",
	}
	p := r.HPAs[0]
	if diff := cmp.Diff(want, rescales(p)); diff != "" {
		t.Errorf("rescales (-want +got):\n%s", diff)
	}
	if n := len(p.Decisions); n != 41 || p.Decisions[0].At != 0 || p.Decisions[40].At != 10*time.Minute {
		t.Errorf("want a look each 15 s from the first moment to the last, got %d from %s", n, p.Decisions[0].At)
	}
	const replicaSeconds = 15*1 + 15*3 + 15*5 + 15*7 + 435*8 + 15*7 + 15*5 + 15*3 + 60*1
	if diff := cmp.Diff(float64(replicaSeconds), p.ReplicaSeconds, cmpopts.EquateApprox(0, 0.1)); diff != "" {
		t.Errorf("replica seconds (-want +got):\n%s", diff)
	}
}

// TestTheSameInputGivesTheSameResult: to the byte, also beside others.
func TestTheSameInputGivesTheSameResult(t *testing.T) {
	t.Parallel()
	var first []byte
	for range 10 {
		in := input(t, time.Hour, `{curve: [{at: 0s, value: "100"}, {at: 20m, value: "2000"}, {at: 40m, value: "10"}], faults: {errorRate: "0.2"}}`)
		in.Workloads[0].Startup = Startup{Min: time.Second, Max: time.Minute, Fail: 0.1, Seed: 7}
		got, err := json.Marshal(Play(t, in, nil))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		if !bytes.Equal(first, got) {
			t.Fatal("the results differ")
		}
	}
}
