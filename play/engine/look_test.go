package engine

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// look is one look of the controller at an HPA, and what it has to make of it.
type look struct {
	name     string
	replicas int32 // are there, and Ready for a day
	// more are pods beside them that are not ready: the HPA wants that many at least, so that the first look makes them,
	// and it is the second look that is asked about. They never become Ready.
	more    int32
	metrics string // of the HPA's spec, as YAML
	rules   string // more of the spec, as YAML
	serves  []series
	change  func(in *Input)
	want    int32 // what the metrics propose
}

// series is what is served, with its value as a SimulatedMetric declares it.
type series struct {
	Metric

	declared string
	share    v1alpha1.Share
}

func perPod(value string) series {
	return series{Metric: Metric{Type: autoscalingv2.PodsMetricSourceType, Name: "http_requests", Pods: labels.Everything()}, declared: value}
}

func used(resource, value string) series {
	return series{Metric: Metric{Type: autoscalingv2.ResourceMetricSourceType, Name: resource, Pods: labels.Everything()}, declared: value}
}

func object(value string) series {
	return series{Metric: Metric{
		Type: autoscalingv2.ObjectMetricSourceType, Name: "hits", Object: schema.GroupKind{Group: "networking.k8s.io", Kind: "Ingress"}, ObjectName: "main",
	}, declared: value}
}

func external(value string) series {
	return series{Metric: Metric{Type: autoscalingv2.ExternalMetricSourceType, Name: "queue"}, declared: value}
}

// in has a container use it.
func in(container string, s series) series {
	s.Container = container
	return s
}

// total has all pods share the value.
func total(s series) series {
	s.share = v1alpha1.Total
	return s
}

// loaded has work come to the workload, a second, which it can do.
func loaded(value string) func(in *Input) {
	return func(in *Input) {
		in.Workloads[0].Serving = &Serving{Load: constant(value), Capacity: 1e9}
	}
}

// ofLoad has the Ready pods share what comes: others have no value.
func ofLoad(s series) series {
	s.Of, s.Workload, s.declared = Load, "web", "0"
	return s
}

func (s series) metric(t testing.TB) Metric {
	t.Helper()
	m := s.Metric
	m.Namespace = "shop"
	m.Value = value(t, declared(s.declared), cmp.Or(s.share, v1alpha1.Each))
	return m
}

// declared is a value alone, or more in braces.
func declared(value string) string {
	if value[0] == '{' {
		return value
	}
	return fmt.Sprintf("{value: %q}", value)
}

// spec is the manifest of an HPA of the workload web.
func spec(smallest, largest int32, metrics, rules string) string {
	return fmt.Sprintf(`{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web, namespace: shop}, spec: {
scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: %d, maxReplicas: %d, metrics: [%s]%s}}`, smallest, largest, metrics, rules)
}

// input is a play as long as it takes.
func (l look) input(t testing.TB) Input {
	t.Helper()
	in := Input{
		Controller: DefaultController(), Workloads: []Workload{deployment(l.replicas)},
		HPAs: []*autoscalingv2.HorizontalPodAutoscaler{hpa(t, spec(max(1, l.more+l.replicas), 1000, l.metrics, l.rules))},
	}
	if l.more > 0 {
		in.Duration = in.Controller.SyncPeriod
	} else {
		in.HPAs[0].Spec.MinReplicas = new(int32(1))
	}
	in.Workloads[0].Startup = Startup{Min: time.Hour, Max: time.Hour}
	for _, s := range l.serves {
		in.Metrics = append(in.Metrics, s.metric(t))
	}
	if l.change != nil {
		l.change(&in)
	}
	return in
}

// testLooks plays each. Those that say nothing of the HPA's metrics have the usual ones.
func testLooks(t *testing.T, rows []look, usual string) {
	t.Helper()
	for _, row := range rows {
		row.metrics = cmp.Or(row.metrics, usual)
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := Play(t, row.input(t), nil).HPAs[0]
			d := p.Decisions[len(p.Decisions)-1]
			switch {
			case d.Proposed == nil:
				t.Errorf("want %d, got no proposal: %s", row.want, d.Error)
			case *d.Proposed != row.want:
				t.Errorf("want %d, got %d", row.want, *d.Proposed)
			}
		})
	}
}
