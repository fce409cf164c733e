package engine

import (
	"fmt"
	"maps"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// pod is one of a workload. Its object is replaced when it changes, and never changes itself.
type pod struct {
	object  *corev1.Pod
	number  int
	created time.Time
	placed  bool      // it has a node
	runsAt  time.Time // if it is placed
	running bool
	ready   bool
	readyAt time.Time     // if it runs
	startup time.Duration // how long it takes to be Ready
	fails   bool          // never becomes Ready
}

// create makes a pod that waits for a node.
func (l *workload) create(now time.Time) *pod {
	l.numbered++
	p := &pod{number: l.numbered, created: now, startup: l.Startup.Min}
	if span := l.Startup.Max - l.Startup.Min; span > 0 {
		p.startup += time.Duration(l.random.Int64N(int64(span) + 1))
	}
	p.startup = p.startup.Truncate(time.Millisecond) // see settle
	if l.Startup.Fail > 0 {
		p.fails = l.random.Float64() < l.Startup.Fail
	}
	name := fmt.Sprintf("%s-%05d", l.Name, p.number)
	p.object = &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name: name, Namespace: l.Namespace, UID: types.UID(l.Namespace + "/" + name), CreationTimestamp: metav1.NewTime(now),
			Labels: maps.Clone(l.Pod.Labels), Annotations: maps.Clone(l.Pod.Annotations),
		},
		Spec:   *l.Pod.Spec.DeepCopy(),
		Status: corev1.PodStatus{Phase: corev1.PodPending},
	}
	l.pods = append(l.pods, p)
	l.count.pending++
	return p
}

// place gives a pod a node. It runs there later, or in the same step.
func (l *workload) place(p *pod, now time.Time) {
	p.placed, p.runsAt = true, now.Add(l.Startup.Pending.Truncate(time.Millisecond)) // see settle
}

// start has a pod run.
func (l *workload) start(p *pod, now time.Time) {
	l.change(p, func() { p.running, p.readyAt = true, now.Add(p.startup) })
	started := metav1.NewTime(now)
	p.setStatus(corev1.PodStatus{Phase: corev1.PodRunning, StartTime: &started, Conditions: readiness(corev1.ConditionFalse, now)})
}

func (p *pod) becomeReady(now time.Time) {
	p.ready = true
	p.setStatus(corev1.PodStatus{Phase: corev1.PodRunning, StartTime: p.object.Status.StartTime, Conditions: readiness(corev1.ConditionTrue, now)})
}

func (p *pod) setStatus(status corev1.PodStatus) {
	object := *p.object
	object.Status = status
	p.object = &object
}

func readiness(status corev1.ConditionStatus, now time.Time) []corev1.PodCondition {
	return []corev1.PodCondition{{Type: corev1.PodReady, Status: status, LastTransitionTime: metav1.NewTime(now)}}
}
