package command

import (
	"time"

	"example.com/metrics-lab/play/engine"
)

// score is what a play costs and what it is worth: less is better in each.
type score struct {
	hours   float64       // of replicas
	over    time.Duration // that a metric was above its target, by more than the tolerance of 10 %
	changes int           // of direction
	backlog int64         // the worst, in milli-units
	front   bool          // no other one is as good in all and better in one
}

// overTarget is by how much a metric may be above its target without being counted.
const overTarget = 1.1

func scoreOf(p *engine.Played) score {
	s := score{hours: p.ReplicaSeconds / 3600, changes: len(p.Turns())}
	for _, sample := range p.Samples {
		s.backlog = max(s.backlog, sample.Backlog)
	}
	for n, d := range p.Decisions {
		if n+1 < len(p.Decisions) && above(p, d) {
			s.over += p.Decisions[n+1].At - d.At
		}
	}
	return s
}

// above tells whether a metric is above its target.
func above(p *engine.Played, d engine.Decision) bool {
	for i, m := range d.Metrics {
		target := p.Metrics[i]
		if m.Value != nil && float64(*m.Value) > overTarget*float64(target.Milli) {
			return true
		}
	}
	return false
}

// markFront marks the Pareto front.
func markFront(all []variant) {
	for i := range all {
		all[i].front = true
		for j := range all {
			if all[j].beats(all[i].score) {
				all[i].front = false
			}
		}
	}
}

// beats tells whether one is as good as another in each number, and better in one.
func (s score) beats(other score) bool {
	asGood := s.hours <= other.hours && s.over <= other.over && s.changes <= other.changes && s.backlog <= other.backlog
	better := s.hours < other.hours || s.over < other.over || s.changes < other.changes || s.backlog < other.backlog
	return asGood && better
}
