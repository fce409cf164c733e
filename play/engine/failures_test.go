package engine

import (
	"cmp"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// TestFailures: what the controller cannot compute it says in its own words, and nothing is scaled.
func TestFailures(t *testing.T) {
	t.Parallel()
	target := func(change func(l *Workload)) func(in *Input) {
		return func(in *Input) { change(&in.Workloads[0]) }
	}
	rows := []struct {
		look

		reason string // of the condition that is False
		words  string // in its message
	}{
		{look{name: "no metric of that name"}, "FailedGetPodsMetric", "the server could not find the metric http_requests for pods"},
		{
			look{name: "a metric that has no values", serves: []series{perPod(`{value: "1", faults: {missing: true}}`)}},
			"FailedGetPodsMetric", "no metrics returned from custom metrics API",
		},
		{
			look{name: "a metric that fails", serves: []series{perPod(`{value: "1", faults: {errorRate: "1", errorCode: 503, errorMessage: gone fishing}}`)}},
			"FailedGetPodsMetric", "unable to fetch metrics from custom metrics API: gone fishing",
		},
		{look{name: "no metrics of resources", metrics: utilization("cpu", "60")}, "FailedGetResourceMetric", "unable to fetch metrics from resource metrics API"},
		{
			look{name: "no request", metrics: utilization("memory", "60"), serves: []series{used("memory", "1Gi")}},
			"FailedGetResourceMetric", "missing request for memory in container web of Pod web-0000",
		},
		{
			look{name: "no request in one of two containers", metrics: utilization("cpu", "60"), serves: []series{used("cpu", "1")}, change: func(in *Input) {
				sidecar(in)
				in.Workloads[0].Pod.Spec.Containers[1].Resources = corev1.ResourceRequirements{}
			}},
			"FailedGetResourceMetric", "missing request for cpu in container proxy of Pod web-0000",
		},
		{
			look{name: "no such container", serves: []series{used("cpu", "1")}, metrics: `{type: ContainerResource,
containerResource: {name: cpu, container: proxy, target: {type: Utilization, averageUtilization: 50}}}`},
			"FailedGetContainerResourceMetric", "did not receive metrics for targeted pods",
		},
		{look{name: "no such object", metrics: hits(all100)}, "FailedGetObjectMetric", "the server could not find the metric hits for ingresses.networking.k8s.io main"},
		{look{name: "no external metric", metrics: queue(all100)}, "FailedGetExternalMetric", "the server could not find the metric queue for namespace shop"},
		{
			look{
				name: "no series that the selector matches", serves: []series{ofZone("b", external("1"))},
				metrics: `{type: External, external: {metric: {name: queue, selector: {matchLabels: {zone: a}}}, target: {type: Value, value: "100"}}}`,
			},
			"FailedGetExternalMetric", "no metrics returned from external metrics API",
		},
		{
			look{name: "one of two is missing, the other one down: 3 x 0.5", metrics: requests100 + "," + queue(each100), serves: []series{perPod("50")}},
			"FailedGetExternalMetric", "the server could not find the metric queue",
		},
		{
			look{name: "both are missing: the first one is named", metrics: requests100 + "," + queue(each100)},
			"FailedGetPodsMetric", "the server could not find the metric http_requests",
		},
		{look{name: "no selector", change: target(func(l *Workload) { l.Selector = "" })}, "InvalidSelector", "the HPA target's scale is missing a selector"},
		{look{name: "no selector that can be read", change: target(func(l *Workload) { l.Selector = "a b" })}, "InvalidSelector", "couldn't convert selector"},
		{
			look{name: "a selector of no pods", serves: []series{perPod("1")}, change: target(func(l *Workload) { l.Selector = "app=other" })},
			"FailedGetPodsMetric", "no metrics returned from custom metrics API",
		},
		{look{name: "no such target", change: target(func(l *Workload) { l.Name = "other" })}, "FailedGetScale", `deployments.apps "web" not found`},
		{
			look{name: "no such kind", change: func(in *Input) { in.HPAs[0].Spec.ScaleTargetRef.Kind = "Deploymint" }},
			"FailedGetScale", `no matches for kind "Deploymint" in group "apps"`,
		},
		{
			look{name: "the target has no replicas", serves: []series{perPod("1")}, change: target(func(l *Workload) { l.Replicas = 0 })},
			"ScalingDisabled", "scaling is disabled since the replica count of the target is zero",
		},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.replicas, row.metrics = 3, cmp.Or(row.metrics, requests100)
			p := Play(t, row.input(t), nil).HPAs[0]
			d := p.Decisions[0]
			if d.Proposed != nil || d.Desired != d.Current {
				t.Errorf("want nothing, got a proposal of %v, and %d -> %d", d.Proposed, d.Current, d.Desired)
			}
			failed := falseCondition(d)
			if failed.Reason != row.reason || !strings.Contains(failed.Message, row.words) || d.Error != failed.Message {
				t.Errorf("want %s: ...%s..., got %+v and the error %q", row.reason, row.words, failed, d.Error)
			}
		})
	}
}

// falseCondition is that which says that something does not work.
func falseCondition(d Decision) Condition {
	for _, c := range d.Conditions {
		if c.Status == "False" && c.Type != "ScalingLimited" && c.Type != "ScaledToZero" {
			return c
		}
	}
	return Condition{}
}

// TestACustomKind: a target and an object may be of kinds that Kubernetes does not know.
func TestACustomKind(t *testing.T) {
	t.Parallel()
	kind := schema.GroupKind{Group: "example.com", Kind: "Queue"}
	l := look{
		replicas: 1, serves: []series{object("300")}, want: 3,
		metrics: `{type: Object, object: {metric: {name: hits}, describedObject: {apiVersion: example.com/v1, kind: Queue, name: main}, target: {` + all100 + `}}}`,
	}
	in := l.input(t)
	in.Metrics[0].Object = kind
	if d := Play(t, in, nil).HPAs[0].Decisions[0]; d.Proposed == nil || *d.Proposed != l.want {
		t.Errorf("want %d, got %+v", l.want, d)
	}
}
