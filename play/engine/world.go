package engine

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// settle is how long after a cause its effect comes: the controller asks for replicas, and pods are made; a pod has started,
// and is Ready. Controller and samples look at whole milliseconds, and so never at the moment of a change: what they see
// does not depend on who comes first.
const settle = 500 * time.Microsecond

// world is all that the controller does not do: workloads with their pods, and what is measured of them.
type world struct {
	limit   int
	every   time.Duration
	metrics map[place][]*Metric
	changed chan struct{} // wakes sleep, since something is to happen sooner

	mu        sync.Mutex // guards what follows
	workloads []*workload
	in        map[string][]*workload // by namespace, in that order
	sampled   time.Time              // when the last regular sample was
}

func newWorld(in Input) *world {
	w := &world{limit: in.PodLimit, every: in.SampleEvery, changed: make(chan struct{}, 1), sampled: Start.Add(-in.SampleEvery)}
	w.metrics, w.in = map[place][]*Metric{}, map[string][]*workload{}
	for i := range in.Metrics {
		m := &in.Metrics[i]
		at := placeOf(m)
		w.metrics[at] = append(w.metrics[at], m)
	}
	for i := range in.Workloads {
		l := newWorkload(&in.Workloads[i])
		w.workloads = append(w.workloads, l)
		w.in[l.Namespace] = append(w.in[l.Namespace], l)
	}
	return w
}

// sleep has happen what is due, and waits until something is to happen next. It says whether the end is still to come.
func (w *world) sleep(end time.Time) bool {
	due := w.step(time.Now())
	last := due.After(end)
	if last {
		due = end
	}
	timer := time.NewTimer(time.Until(due))
	defer timer.Stop()
	select {
	case <-timer.C:
		return !last
	case <-w.changed:
		return true
	}
}

// step has happen what is due, and says when something is to happen next.
func (w *world) step(now time.Time) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	due := w.sampled.Add(w.every)
	if !now.Before(due) {
		w.sampled, due = now, now.Add(w.every)
		w.note(now)
	}
	for _, l := range w.workloads {
		l.advance(now)
		l.rescale(now)
	}
	w.schedule(now)
	for _, l := range w.workloads {
		l.run(now)
		l.ready(now)
		if l.changed {
			l.note(now)
		}
		if next := l.next(); !next.IsZero() && next.Before(due) {
			due = next
		}
	}
	return due
}

// note takes a sample of each workload.
func (w *world) note(now time.Time) {
	for _, l := range w.workloads {
		l.advance(now)
		l.note(now)
	}
}

// schedule gives pods that wait for room a node, the oldest first.
func (w *world) schedule(now time.Time) {
	type waiting struct {
		of  *workload
		pod *pod
	}
	var pending []waiting
	room, any := w.limit, 0
	for _, l := range w.workloads {
		any += l.count.pending
	}
	if any == 0 {
		return
	}
	for _, l := range w.workloads {
		for _, p := range l.pods {
			if p.placed {
				room--
			} else {
				pending = append(pending, waiting{l, p})
			}
		}
	}
	slices.SortStableFunc(pending, func(a, b waiting) int { return cmp.Compare(a.pod.created.UnixNano(), b.pod.created.UnixNano()) })
	for _, p := range pending {
		if w.limit > 0 && room <= 0 {
			break
		}
		room--
		p.of.place(p.pod, now)
	}
}

// find returns the first workload in a namespace that matches, or nil.
func (w *world) find(namespace string, match func(*Workload) bool) *workload {
	for _, l := range w.in[namespace] {
		if match(l.Workload) {
			return l
		}
	}
	return nil
}

// wake has sleep look again.
func (w *world) wake() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}
