package engine

import (
	"slices"
	"sync"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
)

// game is a play: its controllers, and how it goes for each HPA.
type game struct {
	in    Input
	world *world
	main  *controller   // which scales
	alone []*controller // which tell what each metric of an HPA with several says by itself

	mu     sync.Mutex // guards what follows
	played map[string]*Played
	looks  map[string]int64               // at each HPA
	single map[string][]map[int64]Reading // by HPA, metric and look
}

func newGame(in Input, w *world) *game {
	g := &game{in: in, world: w, played: map[string]*Played{}, looks: map[string]int64{}, single: map[string][]map[int64]Reading{}}
	for _, hpa := range in.HPAs {
		for range hpa.Spec.Metrics {
			g.single[keyOf(hpa)] = append(g.single[keyOf(hpa)], map[int64]Reading{})
		}
		g.played[keyOf(hpa)] = NewPlayed(hpa)
	}
	return g
}

// controllers makes the one that scales, and one for each place in the list of metrics of HPAs that have several. The
// controller says what all metrics propose together only; these say what each proposes, and scale nothing. They look when
// the one that scales does.
func (g *game) controllers(k kinds) []*controller {
	g.main = g.controller(k, g.in.HPAs, g.in.Controller)
	g.main.recorder.opened = g.look
	g.main.recorder.closed = func(key string, _ int64, d Decision) { g.decided(key, d) }
	g.main.take = g.event
	flags := g.in.Controller
	flags.SyncPeriod = g.in.Duration + time.Hour // never by themselves
	for i := 0; ; i++ {
		some := withMetric(g.in.HPAs, i)
		if len(some) == 0 {
			return append([]*controller{g.main}, g.alone...)
		}
		c := g.controller(k, some, flags)
		c.recorder.closed = func(key string, look int64, d Decision) { g.proposed(i, key, look, d) }
		c.hpas.written = func(hpa *autoscalingv2.HorizontalPodAutoscaler) { g.failed(i, hpa) }
		c.scales.dry = true
		g.alone = append(g.alone, c)
	}
}

// withMetric are the HPAs with several metrics that have an i-th one, with nothing but that.
func withMetric(all []*autoscalingv2.HorizontalPodAutoscaler, i int) (some []*autoscalingv2.HorizontalPodAutoscaler) {
	for _, hpa := range all {
		if len(hpa.Spec.Metrics) > max(1, i) {
			single := hpa.DeepCopy()
			single.Spec.Metrics, single.Generation = single.Spec.Metrics[i:i+1], 0
			some = append(some, single)
		}
	}
	return some
}

func (g *game) controller(k kinds, all []*autoscalingv2.HorizontalPodAutoscaler, flags Controller) *controller {
	r := &recorder{}
	return &controller{
		world: g.world, kinds: k, flags: flags, recorder: r, hpas: newHPAs(all, r.look),
		scales: &scales{world: g.world, mapper: k, read: r.read, asked: r.asked}, take: func(*corev1.Event) {},
	}
}

// look has the other controllers look too.
func (g *game) look(key string) {
	g.mu.Lock()
	g.looks[key]++
	look := g.looks[key]
	g.mu.Unlock()
	status := g.main.hpas.get(key).Status
	for _, c := range g.alone {
		c.hpas.put(key, status, look)
	}
}

// decided notes what the controller has made of a look.
func (g *game) decided(key string, d Decision) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.played[key].Decide(d, g.main.hpas.get(key).Status)
}

// proposed notes what one metric proposes by itself at a look.
func (g *game) proposed(i int, key string, look int64, d Decision) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := g.single[key][i][look]
	r.Proposed = d.Proposed
	if r.Proposed != nil {
		r.Error = ""
	}
	g.single[key][i][look] = r
}

// failed notes why one metric proposes nothing: it is in the status that is written then.
func (g *game) failed(i int, hpa *autoscalingv2.HorizontalPodAutoscaler) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.single[keyOf(hpa)][i][hpa.Generation] = Reading{Error: failedBecause(hpa.Status)}
}

// event notes an event of the controller that scales.
func (g *game) event(e *corev1.Event) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if p := g.played[e.InvolvedObject.Namespace+"/"+e.InvolvedObject.Name]; p != nil {
		p.Events = append(p.Events, eventOf(e))
	}
}

// result ends the game.
func (g *game) result(duration time.Duration) *Result {
	for _, c := range append(slices.Clone(g.alone), g.main) {
		c.recorder.end()
	}
	g.world.note(Start.Add(duration))
	r := &Result{Duration: duration}
	for _, hpa := range g.in.HPAs {
		p := g.played[keyOf(hpa)]
		p.Decisions = slices.DeleteFunc(p.Decisions, func(d Decision) bool { return d.At > duration }) // they waited for a slow look
		g.addSingles(keyOf(hpa), p)
		if l := g.world.find(hpa.Namespace, func(l *Workload) bool { return targets(hpa, l) }); l != nil {
			p.Samples, p.ReplicaSeconds = l.samples, float64(l.podMicros)/1e6
		}
		r.HPAs = append(r.HPAs, p)
	}
	return r
}

// addSingles adds to the decisions what each of several metrics said.
func (g *game) addSingles(key string, p *Played) {
	for n := range p.Decisions {
		metrics := p.Decisions[n].Metrics
		for i := range metrics {
			if len(metrics) < 2 {
				break
			}
			said := g.single[key][i][int64(n+1)]
			metrics[i].Proposed, metrics[i].Error = said.Proposed, said.Error
		}
	}
}
