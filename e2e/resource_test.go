package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

// hpaOnCPU: the usage that is declared of pods is compared with what they request: 20m in two containers.
func hpaOnCPU() types.Feature {
	const ns = "hpa-cpu"
	return features.New("HPA on CPU").
		WithSetup("50 % of 20m to a workload", makeWorkloadOf(withProxy(), ns, []autoscalingv2.MetricSpec{onCPU(50)}, atOnce())).
		WithSetup("30m", simulated(ns, "load", totalOfPods("cpu", constant("30m")))).
		Assess("it scales up to 3", reaches(ns, 3)).
		Assess("it scales down to 1 when the value is 10m", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, "load", totalOfPods("cpu", constant("10m")))
			waitForReplicas(ctx, t, cfg, ns, 1)
			return ctx
		}).
		Assess("and holds it when reads fail", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			failing := constant("30m")
			failing.Faults = &v1alpha1.Faults{Missing: true}
			simulate(ctx, t, cfg, ns, "load", totalOfPods("cpu", failing))
			waitForProblem(ctx, t, cfg, ns, "FailedGetResourceMetric", "no metrics returned from resource metrics API")
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// hpaOnMemory: an average in bytes needs no requests.
func hpaOnMemory() types.Feature {
	const ns = "hpa-memory"
	memory := autoscalingv2.MetricSpec{Type: autoscalingv2.ResourceMetricSourceType, Resource: &autoscalingv2.ResourceMetricSource{
		Name: corev1.ResourceMemory, Target: averageValue("64Mi"),
	}}
	return features.New("HPA on memory").
		WithSetup("64Mi a pod to a workload", makeWorkloadOf(withProxy(), ns, []autoscalingv2.MetricSpec{memory}, atOnce())).
		WithSetup("256Mi", simulated(ns, "load", totalOfPods("memory", constant("256Mi")))).
		Assess("it scales up to 4", reaches(ns, 4)).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// hpaOnContainer: what one container uses is told apart by a label.
func hpaOnContainer() types.Feature {
	const ns = "hpa-container"
	container := autoscalingv2.MetricSpec{Type: autoscalingv2.ContainerResourceMetricSourceType, ContainerResource: &autoscalingv2.ContainerResourceMetricSource{
		Name: corev1.ResourceCPU, Container: "proxy", Target: averageValue("5m"),
	}}
	spec := totalOfPods("cpu", constant("10m"))
	spec.Objects.MetricLabels = map[string]string{"container": "proxy"}
	return features.New("HPA on the CPU of a container").
		WithSetup("5m of the proxy to a workload", makeWorkloadOf(withProxy(), ns, []autoscalingv2.MetricSpec{container}, atOnce())).
		WithSetup("10m, of the proxy", simulated(ns, "load", spec)).
		Assess("it scales up to 2", reaches(ns, 2)).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// withProxy is a pod of two containers that request 10m of CPU each.
func withProxy() corev1.PodSpec {
	pod := idle()
	pod.Containers[0].Name = "app"
	pod.Containers[0].Resources.Requests = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("10m")}
	proxy := pod.Containers[0].DeepCopy()
	proxy.Name = "proxy"
	pod.Containers = append(pod.Containers, *proxy)
	return pod
}

func onCPU(percent int32) autoscalingv2.MetricSpec {
	return autoscalingv2.MetricSpec{Type: autoscalingv2.ResourceMetricSourceType, Resource: &autoscalingv2.ResourceMetricSource{
		Name:   corev1.ResourceCPU,
		Target: autoscalingv2.MetricTarget{Type: autoscalingv2.UtilizationMetricType, AverageUtilization: &percent},
	}}
}

// podsStartSlowly: simulated pods are ready when their manifest says so.
func podsStartSlowly() types.Feature {
	const ns = "slow-start"
	return features.New("start-up time of simulated pods").
		WithSetup("namespace", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			if provider.Kind() != lifecycle.Embedded {
				t.Skipf("the pods of the %s cluster are real", provider.Kind())
			}
			if err := cfg.Client().Resources().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: ns}}); err != nil {
				t.Fatal(err)
			}
			return ctx
		}).
		Assess("a pod without probes is ready at once", startsIn(ns, "none", 0, func(*corev1.Pod) {})).
		Assess("one with probes after the longest of their delays", startsIn(ns, "probes", 3*time.Second, func(pod *corev1.Pod) {
			probe := func(delay int32) *corev1.Probe {
				return &corev1.Probe{InitialDelaySeconds: delay, ProbeHandler: corev1.ProbeHandler{Exec: &corev1.ExecAction{Command: []string{"true"}}}}
			}
			pod.Spec.Containers[0].StartupProbe, pod.Spec.Containers[0].ReadinessProbe = probe(1), probe(3)
		})).
		Assess("one with the annotation when that says so", startsIn(ns, "annotation", 2*time.Second, func(pod *corev1.Pod) {
			pod.Annotations = map[string]string{"lab.example.com/start-up": "2s"}
		})).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// startUpSlack is how much later a pod may be ready than it is said to be: kwok looks at it a moment later, on a busy
// machine some seconds.
const startUpSlack = 10 * time.Second

// startsIn makes a pod and compares when it started with when it was ready. Kubernetes keeps both in whole seconds.
func startsIn(ns, name string, after time.Duration, change func(*corev1.Pod)) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		made := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name}, Spec: idle()}
		change(made)
		if err := cfg.Client().Resources().Create(ctx, made); err != nil {
			t.Fatal(err)
		}
		var ready *corev1.PodCondition
		err := wait.For(ctx, "the pod to be ready", scaleTimeout, poll, func(ctx context.Context) (bool, string, error) {
			if err := cfg.Client().Resources().Get(ctx, name, ns, made); err != nil {
				return false, "", err
			}
			ready = podCondition(made, corev1.PodReady)
			return ready != nil && ready.Status == corev1.ConditionTrue, fmt.Sprintf("it is %s", made.Status.Phase), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		took := ready.LastTransitionTime.Sub(ptr.Deref(made.Status.StartTime, metav1.Time{}).Time)
		if took < after-time.Second || took > after+startUpSlack {
			t.Errorf("it was ready after %s, want %s, or at most %s more", took, after, startUpSlack)
		}
		return ctx
	}
}

func podCondition(pod *corev1.Pod, of corev1.PodConditionType) *corev1.PodCondition {
	for i := range pod.Status.Conditions {
		if pod.Status.Conditions[i].Type == of {
			return &pod.Status.Conditions[i]
		}
	}
	return nil
}
