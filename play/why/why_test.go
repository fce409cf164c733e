package why

import (
	"strings"
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

const (
	queue    = `{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: "100"}}}`
	requests = `{type: Pods, pods: {metric: {name: requests}, target: {type: AverageValue, averageValue: "100"}}}`
	cpu      = `{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}`
	memory   = `{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 60}}}`
)

// situation is a play of a workload of the name web.
type situation struct {
	replicas, least, most    int32
	metrics, behavior        string
	queue, requests, percent string // what is served, as a SimulatedMetric has it; empty is nothing
	until                    time.Duration
	change                   func(in *engine.Input)
}

func (s situation) play(t *testing.T) (engine.Input, *engine.Played) {
	t.Helper()
	manifest := `{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {minReplicas: 1, maxReplicas: 10,
scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, metrics: [` + s.metrics + `]` + s.behavior + `}}`
	data, err := yaml.YAMLToJSON([]byte(manifest))
	if err != nil {
		t.Fatal(err)
	}
	hpa, err := engine.Admit(data)
	if err != nil {
		t.Fatal(err)
	}
	hpa.Spec.MinReplicas = &s.least
	if s.most > 0 {
		hpa.Spec.MaxReplicas = s.most
	}
	in := engine.Input{Duration: s.until, Controller: engine.DefaultController(), HPAs: []*autoscalingv2.HorizontalPodAutoscaler{hpa}}
	in.Workloads = []engine.Workload{{
		Startup: engine.Startup{Min: time.Minute, Max: time.Minute},
		Kind:    schema.GroupKind{Group: "apps", Kind: "Deployment"}, Namespace: "default", Name: "web", Replicas: s.replicas, Selector: "app=web",
		Pod: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "web"}},
			Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Resources: corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500m")}}}}},
		},
	}}
	serve := func(m engine.Metric, declared string, share v1alpha1.Share) {
		if declared != "" {
			m.Namespace, m.Value = "default", value(t, declared, share)
			in.Metrics = append(in.Metrics, m)
		}
	}
	serve(engine.Metric{Type: autoscalingv2.ExternalMetricSourceType, Name: "queue"}, s.queue, v1alpha1.Each)
	serve(engine.Metric{Type: autoscalingv2.PodsMetricSourceType, Name: "requests", Pods: labels.Everything()}, s.requests, v1alpha1.Total)
	serve(engine.Metric{Type: autoscalingv2.ResourceMetricSourceType, Name: "cpu", Pods: labels.Everything()}, s.percent, v1alpha1.Each)
	if s.change != nil {
		s.change(&in)
	}
	return in, engine.Play(t, in, nil).HPAs[0]
}

func value(t *testing.T, declared string, share v1alpha1.Share) simulation.Value {
	t.Helper()
	if declared[0] != '{' {
		declared = `{value: "` + declared + `"}`
	}
	var parsed v1alpha1.Simulation
	if err := yaml.UnmarshalStrict([]byte(declared), &parsed); err != nil {
		t.Fatal(err)
	}
	v, err := simulation.New(parsed, share, engine.Start)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestExplain: each row has a part of the explanation that is true by hand.
func TestExplain(t *testing.T) {
	t.Parallel()
	const jump = `{interpolation: Step, curve: [{at: 0s, value: "800"}, {at: 4m30s, value: "100"}]}`
	for _, row := range []struct {
		name string
		situation
		at    time.Duration
		words []string
		line  string
	}{
		{
			"ratio", situation{replicas: 2, least: 1, metrics: requests, requests: "300"}, 0,
			[]string{"requests is 150, 1.5 of its target of 100: it asks for 2 x 1.5, rounded up to 3", "So 2 -> 3."},
			"0s: 2 -> 3: requests is 150 of 100, which asks for 3",
		},
		{
			"tolerance", situation{replicas: 2, least: 1, metrics: requests, requests: "208"}, 0,
			[]string{"it differs by 4 %, no more than the tolerance of 10 %, so it asks for the 2 that there are", "Nothing is changed."},
			"0s: stays at 2: requests is 104 of 100, which asks for 2",
		},
		{
			"stabilization", situation{replicas: 8, least: 1, metrics: queue, queue: jump, until: 5 * time.Minute}, 5 * time.Minute,
			[]string{"A higher number counts for 5m0s: 8 replicas were proposed at 4m15s, and count until 9m15s."},
			"5m0s: stays at 8: queue is 12.5 of 100, which asks for 1; an earlier, higher proposal still counts",
		},
		{
			"stabilization of the first number", situation{replicas: 8, least: 1, metrics: queue, queue: "100", until: time.Minute}, time.Minute,
			[]string{"there were 8 replicas at 0s, and they count until 5m0s"}, "",
		},
		{
			"policies", situation{replicas: 3, least: 1, metrics: queue, queue: "900", behavior: `, behavior: {scaleUp: {stabilizationWindowSeconds: 0}}`}, 0,
			[]string{"It may go up by at most 4 pods in 15 s or 100 % in 15 s, whichever is more: 3 -> 7.", "So 3 -> 7."},
			"0s: 3 -> 7: queue is 300 of 100, which asks for 9; it may go up to 7 now, and no faster",
		},
		{
			"no behavior", situation{replicas: 3, least: 1, metrics: queue, queue: "900"}, 0,
			[]string{"Without a behavior it goes up to double or 4 at once, and no faster: 3 -> 6."}, "",
		},
		{
			"disabled", situation{replicas: 3, least: 1, metrics: queue, queue: "900", behavior: `, behavior: {scaleUp: {selectPolicy: Disabled}}`}, 0,
			[]string{"The behavior lets it not go up at all."}, "",
		},
		{"max", situation{replicas: 8, least: 1, metrics: queue, queue: "9000"}, 0, []string{"Max is 10."}, ""},
		{"min", situation{replicas: 8, least: 5, metrics: queue, queue: "100", behavior: `, behavior: {scaleDown: {stabilizationWindowSeconds: 0}}`}, 0, []string{"Min is 5.", "So 8 -> 5."}, ""},
		{"below min", situation{replicas: 2, least: 5, metrics: queue, queue: "100"}, 0, []string{"There are fewer than min, 5."}, "0s: 2 -> 5: there are fewer than min, 5"},
		{"above max", situation{replicas: 20, least: 5, metrics: queue, queue: "100"}, 0, []string{"There are more than max, 10."}, ""},
		{
			"several", situation{replicas: 2, least: 1, metrics: queue + "," + requests, queue: "100", requests: "600"}, 0,
			[]string{"queue is 50, 0.5 of its target of 100", "requests is 300, 3 of its target of 100", "The highest proposal counts: 6."}, "",
		},
		{
			"one is missing", situation{replicas: 2, least: 1, metrics: queue + "," + requests, requests: "600"}, 0,
			[]string{"queue cannot be read: ", "(no adapter serves a metric of that name)", "So 2 -> 4."}, "",
		},
		{"all are missing", situation{replicas: 2, least: 1, metrics: queue}, 0, []string{"no adapter serves a metric of that name"}, ""},
		{"another resource", situation{replicas: 2, least: 1, metrics: memory, percent: "0.1"}, 0, []string{"(no pod counts: "}, ""},
		{
			"missing request", situation{replicas: 2, least: 1, metrics: cpu, percent: "0.1", change: func(in *engine.Input) {
				in.Workloads[0].Pod.Spec.Containers[0].Resources = corev1.ResourceRequirements{}
			}}, 0,
			[]string{"missing request for cpu in container web of Pod web-0000", "set resources.requests"}, "",
		},
		{
			"no target", situation{replicas: 2, least: 1, metrics: queue, change: func(in *engine.Input) { in.Workloads = nil }}, 0,
			[]string{"there is no such target in the HPA's namespace"}, "",
		},
		{
			"cautious", situation{replicas: 2, least: 1, metrics: cpu, percent: "0.6", until: 15 * time.Second}, 15 * time.Second,
			[]string{"cpu is 120 %, 2 of its target of 60 %", "because pods that are not ready or have no metric count as idle on the way up"}, "",
		},
		{
			"Ready pods", situation{
				replicas: 2, least: 4, metrics: `{type: External, external: {metric: {name: queue}, target: {type: Value, value: "100"}}}`, queue: "200", until: 15 * time.Second,
			}, 15 * time.Second,
			[]string{"queue is 200, 2 of its target of 100: it asks for 4, because it is Ready pods that are multiplied"}, "",
		},
		{
			"a peak that does not count yet", situation{
				replicas: 2, least: 1, metrics: queue, queue: `{interpolation: Step, curve: [{at: 0s, value: "200"}, {at: 60s, value: "500"}]}`,
				behavior: `, behavior: {scaleUp: {stabilizationWindowSeconds: 60}}`, until: time.Minute,
			}, time.Minute,
			[]string{"A lower number counts for 1m0s: 2 replicas were proposed at 45s, and count until 1m45s."},
			"1m0s: stays at 2: queue is 250 of 100, which asks for 5; an earlier, lower proposal still counts",
		},
		{
			"zero", situation{replicas: 2, metrics: queue, queue: "0", behavior: `, behavior: {scaleDown: {stabilizationWindowSeconds: 0}}`}, 0,
			[]string{"it comes back when an Object or External metric asks for it", "So 2 -> 0."}, "",
		},
		{"somebody else's zero", situation{replicas: 0, metrics: queue, queue: "0"}, 0, []string{"an HPA leaves a target alone that somebody else has scaled to zero"}, ""},
		{
			"negative", situation{replicas: 2, least: 1, metrics: queue, queue: "-1"}, 0,
			[]string{"queue is below zero, which the controller takes for an overflow", "it asks for as many replicas as there may be"}, "",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			in, p := row.play(t)
			got := Explain(in.HPAs[0], in.Controller, p, row.at)
			for _, words := range row.words {
				if !strings.Contains(got, words) {
					t.Errorf("want ...%s..., got:\n%s", words, got)
				}
			}
			if line := Line(p, len(p.Decisions)-1); row.line != "" && line != row.line {
				t.Errorf("want %q, got %q", row.line, line)
			}
		})
	}
}
