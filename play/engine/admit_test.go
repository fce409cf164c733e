package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"sigs.k8s.io/yaml"
)

// TestDefaults: an HPA that says nothing of metrics wants 80 % of the requested CPU, as in an API server: 3 x 130/80 = 4.9.
func TestDefaults(t *testing.T) {
	t.Parallel()
	for name, manifest := range map[string]string{
		"v2": `{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web, namespace: shop},
spec: {maxReplicas: 10, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}`,
		"v1": `{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: web, namespace: shop},
spec: {maxReplicas: 10, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, targetCPUUtilizationPercentage: 80}}`,
	} {
		in := Input{Controller: DefaultController(), HPAs: []*autoscalingv2.HorizontalPodAutoscaler{hpa(t, manifest)}, Workloads: []Workload{deployment(3)}}
		in.Metrics = []Metric{used("cpu", "0.65").metric(t)}
		p := Play(t, in, nil).HPAs[0]
		want := []Target{{Type: autoscalingv2.ResourceMetricSourceType, Name: "cpu", Kind: autoscalingv2.UtilizationMetricType, Milli: 80}}
		if diff := cmp.Diff(want, p.Metrics); diff != "" || p.Min != 1 || p.Max != 10 {
			t.Errorf("%s: want 1 to 10 replicas, got %d to %d; metrics (-want +got):\n%s", name, p.Min, p.Max, diff)
		}
		if diff := cmp.Diff([]string{"0s 3 -> 5"}, rescales(p)); diff != "" {
			t.Errorf("%s: rescales (-want +got):\n%s", name, diff)
		}
	}
}

// TestDefaultsOfBehavior: what is not said of a behavior is that of Kubernetes.
func TestDefaultsOfBehavior(t *testing.T) {
	t.Parallel()
	admitted := hpa(t, spec(1, 10, requests100, `, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}`))
	largest := autoscalingv2.MaxChangePolicySelect
	want := &autoscalingv2.HorizontalPodAutoscalerBehavior{
		ScaleUp: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(0)), SelectPolicy: &largest, Policies: []autoscalingv2.HPAScalingPolicy{
			{Type: autoscalingv2.PodsScalingPolicy, Value: 4, PeriodSeconds: 15}, {Type: autoscalingv2.PercentScalingPolicy, Value: 100, PeriodSeconds: 15},
		}},
		ScaleDown: &autoscalingv2.HPAScalingRules{StabilizationWindowSeconds: new(int32(60)), SelectPolicy: &largest, Policies: []autoscalingv2.HPAScalingPolicy{
			{Type: autoscalingv2.PercentScalingPolicy, Value: 100, PeriodSeconds: 15},
		}},
	}
	if diff := cmp.Diff(want, admitted.Spec.Behavior); diff != "" {
		t.Errorf("behavior (-want +got):\n%s", diff)
	}
}

// TestRefused: what an API server refuses, in its words.
func TestRefused(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, manifest, words string }{
		{"min above max", spec(5, 3, requests100, ""), "must be greater than or equal to `minReplicas`"},
		{"zero without a metric of something else", spec(0, 3, requests100, ""), "must specify at least one Object or External metric to support scaling to zero replicas"},
		{"no target value", spec(1, 3, `{type: Pods, pods: {metric: {name: http_requests}, target: {type: AverageValue}}}`, ""), "must specify a positive target averageValue"},
		{"unknown field", spec(1, 3, requests100, ", tolerance: 1"), `unknown field "spec.tolerance"`},
		{"another kind", `{apiVersion: v1, kind: Service, metadata: {name: web}}`, "it is a /v1, Kind=Service, and not a HorizontalPodAutoscaler of autoscaling"},
		{"no name", strings.Replace(spec(1, 3, requests100, ""), "name: web,", "", 1), "name or generateName is required"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			data, err := yaml.YAMLToJSON([]byte(row.manifest))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Admit(data); err == nil || !strings.Contains(err.Error(), row.words) {
				t.Errorf("want an error with %q, got %v", row.words, err)
			}
		})
	}
}

// TestAdmittedIsTheSame: nothing in it is of the moment at which it was made.
func TestAdmittedIsTheSame(t *testing.T) {
	t.Parallel()
	first := hpa(t, web)
	<-time.After(time.Millisecond)
	if diff := cmp.Diff(first, hpa(t, web)); diff != "" {
		t.Errorf("the second one differs:\n%s", diff)
	}
}
