package engine

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// workload is one with what has become of it. The world's lock guards it.
type workload struct {
	*Workload

	wanted   int32
	asked    *int32                                 // by the controller, since a moment
	askedAt  time.Time                              // when the pods follow
	pods     []*pod                                 // the oldest first
	count    struct{ pending, starting, ready int } // of them; those that fail are none of these
	numbered int                                    // how many pods there were
	random   *rand.Rand
	changed  bool // since the last sample

	at        time.Time // until when what follows is counted
	backlog   int64     // in millionths
	podMicros int64     // the sum of the microseconds of each pod: nanoseconds would last for 292 years of all together
	samples   []Sample
}

func newWorkload(of *Workload) *workload {
	l := &workload{Workload: of, wanted: of.Replicas, at: Start, random: rand.New(rand.NewPCG(of.Startup.Seed, 0))} //nolint:gosec // a play is to be repeated
	before := Start.Add(-24 * time.Hour)                                                                            // long enough for any rule about young pods
	for range of.Replicas {
		p := l.create(before)
		p.startup, p.fails, p.placed = 0, false, true
		l.start(p, before)
	}
	l.ready(before)
	l.changed = false // it is what there was at the start
	return l
}

// scale has the controller's wish come true soon.
func (l *workload) scale(replicas int32, now time.Time) {
	l.asked, l.askedAt = &replicas, now.Add(settle)
}

// rescale makes and removes pods as the scale asks for.
func (l *workload) rescale(now time.Time) {
	if l.asked == nil || now.Before(l.askedAt) {
		return
	}
	l.wanted, l.asked, l.changed = *l.asked, nil, true
	for int(l.wanted) > len(l.pods) {
		l.create(now)
	}
	if surplus := len(l.pods) - int(l.wanted); surplus > 0 {
		l.remove(surplus)
	}
}

// remove takes pods in the order of a ReplicaSet: those without a node, those that are not ready, the youngest.
func (l *workload) remove(surplus int) {
	order := slices.Clone(l.pods)
	slices.SortStableFunc(order, func(a, b *pod) int {
		return cmp.Or(boolean(a.placed)-boolean(b.placed), boolean(a.running)-boolean(b.running), boolean(a.ready)-boolean(b.ready), b.created.Compare(a.created), cmp.Compare(b.number, a.number))
	})
	gone := map[*pod]bool{}
	for _, p := range order[:surplus] {
		gone[p] = true
		*l.counter(p)--
	}
	l.pods = slices.DeleteFunc(l.pods, func(p *pod) bool { return gone[p] })
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// counter is where a pod is counted.
func (l *workload) counter(p *pod) *int {
	switch {
	case !p.running:
		return &l.count.pending
	case p.ready:
		return &l.count.ready
	case p.fails:
		return new(int)
	}
	return &l.count.starting
}

// change changes a pod, and where it is counted.
func (l *workload) change(p *pod, change func()) {
	*l.counter(p)--
	change()
	*l.counter(p)++
	l.changed = true
}

// run has pods run whose time has come.
func (l *workload) run(now time.Time) {
	if l.count.pending == 0 {
		return
	}
	for _, p := range l.pods {
		if p.placed && !p.running && !now.Before(p.runsAt) {
			l.start(p, now)
		}
	}
}

// ready has pods be Ready whose time has come.
func (l *workload) ready(now time.Time) {
	if l.count.starting == 0 {
		return
	}
	for _, p := range l.pods {
		if p.running && !p.ready && !p.fails && !now.Before(p.readyAt) {
			l.change(p, func() { p.becomeReady(now) })
		}
	}
}

// next is when something happens next; zero is never.
func (l *workload) next() (next time.Time) {
	if l.asked != nil {
		next = l.askedAt
	}
	if l.count.starting+l.count.pending == 0 {
		return next
	}
	for _, p := range l.pods {
		if at := p.next(); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// next is when something happens to a pod; zero is never, or not before there is room.
func (p *pod) next() time.Time {
	switch {
	case p.placed && !p.running:
		return p.runsAt
	case p.running && !p.ready && !p.fails:
		return p.readyAt
	}
	return time.Time{}
}

// note adds a sample. One at the same millisecond with the same state says nothing new.
func (l *workload) note(now time.Time) {
	l.changed = false
	s := Sample{
		At: now.Sub(Start).Truncate(time.Millisecond), Wanted: l.wanted, Existing: int32(len(l.pods)), Ready: int32(l.count.ready), //nolint:gosec // replicas are int32
	}
	if l.Serving != nil {
		s.Load, s.Served, s.Backlog = l.load(now), l.served(now), l.backlog/1000
	}
	if n := len(l.samples); n > 0 && l.samples[n-1] == s {
		return
	}
	l.samples = append(l.samples, s)
}
