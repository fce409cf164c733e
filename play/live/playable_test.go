package live_test

import (
	"strings"
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/live"
)

// one is an input of a scenario file that a cluster can play.
func one(t *testing.T) engine.Input {
	t.Helper()
	return tests(t, "testdata/true/two-metrics.yaml")[0].Input
}

func TestPlayable(t *testing.T) {
	t.Parallel()
	for _, test := range tests(t, "testdata/true") {
		if err := live.Playable(test.Input, time.Second); err != nil {
			t.Errorf("%s: %v", test.Name, err)
		}
	}
}

// TestNotPlayable: what a cluster cannot play is told in a line, which names the field.
func TestNotPlayable(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, want string
		change     func(in *engine.Input)
	}{
		{"sync period", "controller.syncPeriod is 15s, and that of the cluster is 1s", func(in *engine.Input) { in.Controller.SyncPeriod = 15 * time.Second }},
		{"tolerance", "controller.tolerance is 0.2", func(in *engine.Input) { in.Controller.Tolerance = 0.2 }},
		{"stabilization", "controller.downscaleStabilization is 1m0s", func(in *engine.Input) { in.Controller.DownscaleStabilization = time.Minute }},
		{"CPU", "controller.cpuInitializationPeriod is 0s", func(in *engine.Input) { in.Controller.CPUInitializationPeriod = 0 }},
		{"readiness", "controller.initialReadinessDelay is 0s", func(in *engine.Input) { in.Controller.InitialReadinessDelay = 0 }},
		{"limit of pods", "podLimit: ", func(in *engine.Input) { in.PodLimit = 4 }},
		{"no HPA", "manifests: ", func(in *engine.Input) { in.HPAs = nil }},
		{"several namespaces", "namespace: there are several, default and shop", func(in *engine.Input) { in.Metrics[0].Namespace = "shop" }},
		{"kind", "workload StatefulSet/web: target: ", func(in *engine.Input) { in.Workloads[0].Kind.Kind = "StatefulSet" }},
		{"selector", "workload Deployment/web: selector: ", func(in *engine.Input) { in.Workloads[0].Selector = "" }},
		{"closed loop", "workload Deployment/web: serves: ", func(in *engine.Input) { in.Workloads[0].Serving = &engine.Serving{} }},
		{"startup", "workload Deployment/web: startup: ", func(in *engine.Input) { in.Workloads[0].Startup.Max = time.Second }},
		{"pending", "workload Deployment/web: startup: ", func(in *engine.Input) { in.Workloads[0].Startup.Pending = time.Second }},
		{"pods that fail", "workload Deployment/web: startup: ", func(in *engine.Input) { in.Workloads[0].Startup.Fail = 0.5 }},
		{"metric of work", "metric http_requests: of: ", func(in *engine.Input) { in.Metrics[0].Of = engine.Load }},
		{"object", "metric http_requests: objects.resource: ", func(in *engine.Input) {
			in.Metrics[0].Type, in.Metrics[0].Object = autoscalingv2.ObjectMetricSourceType, schema.GroupKind{Kind: "Namespace"}
		}},
		{"container", "metric http_requests: resource.container: ", func(in *engine.Input) {
			in.Metrics[0].Type, in.Metrics[0].Workload = autoscalingv2.ResourceMetricSourceType, "web"
			in.Workloads[0].Pod.Spec.Containers = make([]corev1.Container, 2)
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			in := one(t)
			row.change(&in)
			err := live.Playable(in, time.Second)
			if err == nil || !strings.HasPrefix(err.Error(), row.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("want a line that begins with %q, got %v", row.want, err)
			}
		})
	}
}
