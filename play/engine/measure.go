package engine

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/simulation"
)

// sample is the value of one object at a moment.
type sample struct {
	name     string
	milli    int64
	measured time.Time
}

func (s sample) quantity() resource.Quantity {
	return *resource.NewMilliQuantity(s.milli, resource.DecimalSI)
}

// place is where a metric is looked for. One list of a thousand HPAs' metrics would be searched at each look.
type place struct {
	kind            autoscalingv2.MetricSourceType
	namespace, name string
}

// placeOf leaves out the name of a resource: the resource metrics API serves all of them at once.
func placeOf(m *Metric) place {
	if m.Type == autoscalingv2.ResourceMetricSourceType {
		return place{m.Type, m.Namespace, ""}
	}
	return place{m.Type, m.Namespace, m.Name}
}

// metricsOf returns the metrics of a type and name in a namespace whose labels a selector matches, and whether there are any of
// that name. A selector travels as text: the one that matches nothing is empty then, and matches all.
func (w *world) metricsOf(kind autoscalingv2.MetricSourceType, namespace, name string, selector labels.Selector) (found []*Metric, known bool) {
	all := selector.String() == ""
	for _, m := range w.metrics[place{kind, namespace, name}] {
		known = true
		if all || selector.Matches(labels.Set(m.Labels)) {
			found = append(found, m)
		}
	}
	return found, known
}

// read waits for the slowest of some metrics, and fails if one of them does, as one adapter that serves all of them.
func read(metrics []*Metric) (now time.Time, err error) {
	now = time.Now()
	var latency time.Duration
	for _, m := range metrics {
		latency = max(latency, m.Value.Faults.Latency)
	}
	if latency > 0 {
		<-time.After(latency)
	}
	for _, m := range metrics {
		if m.Value.Fails(now) {
			return now, failure(m)
		}
	}
	return now, nil
}

// failure is the answer of an adapter whose declared metric fails.
func failure(m *Metric) error {
	f := m.Value.Faults
	status := apierrors.NewGenericServerResponse(int(f.Code), "get", schema.GroupResource{}, "", "", 0, false).Status()
	return &apierrors.StatusError{ErrStatus: metav1.Status{
		Status: metav1.StatusFailure, Code: f.Code, Reason: status.Reason,
		Message: cmp.Or(f.Message, fmt.Sprintf("an error that the scenario declares for the metric %s", m.Name)),
	}}
}

// unknown is the answer of an adapter that does not serve a metric.
func unknown(format string, args ...any) error {
	return &apierrors.StatusError{ErrStatus: metav1.Status{
		Status: metav1.StatusFailure, Code: http.StatusNotFound, Reason: metav1.StatusReasonNotFound, Message: fmt.Sprintf(format, args...),
	}}
}

// ofPods are the values of pods. A pod that a metric says nothing of has none.
func (w *world) ofPods(m *Metric, now time.Time) []sample {
	if m.Value.Faults.Missing {
		return nil
	}
	if m.Of != "" {
		return w.ofServing(m)
	}
	members := w.matching(m.Namespace, m.Pods)
	found := make([]sample, 0, len(members))
	for i, p := range members {
		milli, measured := m.Value.Of(now, i, len(members))
		found = append(found, sample{p.Name, milli, measured})
	}
	return found
}

// ofServing are the values of the pods of a workload that serves: all Ready ones do the same.
func (w *world) ofServing(m *Metric) (found []sample) {
	l := w.serving(m)
	if l == nil {
		return nil
	}
	level, ready := l.level(m), 0
	for _, p := range l.pods {
		switch {
		case p.ready:
			found = append(found, sample{p.object.Name, simulation.Share(level, ready, l.count.ready), l.at})
			ready++
		case p.running && m.Of == Utilization:
			found = append(found, sample{p.object.Name, m.Starting, l.at})
		}
	}
	return found
}

// ofAll is the one value of an object or of an external series; none if it is missing.
func (w *world) ofAll(m *Metric, now time.Time) []sample {
	if m.Value.Faults.Missing {
		return nil
	}
	if m.Of == "" {
		milli, measured := m.Value.Of(now, 0, 1)
		return []sample{{m.ObjectName, milli, measured}}
	}
	l := w.serving(m)
	if l == nil {
		return nil
	}
	return []sample{{m.ObjectName, l.level(m), l.at}}
}

// serving is the workload that a metric is of, as it is now: what was before, a slow metric cannot tell.
func (w *world) serving(m *Metric) *workload {
	l := w.find(m.Namespace, func(l *Workload) bool { return l.Name == m.Workload })
	if l == nil || l.Serving == nil {
		return nil
	}
	l.advance(time.Now())
	return l
}

// level is what a metric says of all pods of a workload together.
func (l *workload) level(m *Metric) int64 {
	switch m.Of {
	case Load:
		return l.load(l.at)
	case Served:
		return l.served(l.at)
	case Backlog:
		return l.backlog / 1000
	case Utilization: // of as many full pods as are needed for it
		return mulDiv(m.Full, l.served(l.at), max(l.Serving.Capacity, 1))
	}
	return 0
}
