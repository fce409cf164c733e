package report

import (
	"math"

	"example.com/metrics-lab/play/engine"
)

// series is a line of a panel.
type series struct {
	name   string // for people
	key    string // says in the picture's source which numbers it draws
	class  string // how it looks
	step   bool   // a value holds until the next one
	filled bool
	points []point
}

// sampled is something of each sample.
func sampled(p *engine.Played, of func(engine.Sample) float64) []point {
	points := make([]point, len(p.Samples))
	for i, s := range p.Samples {
		points[i] = point{s.At, of(s)}
	}
	return points
}

func wanted(s engine.Sample) float64   { return float64(s.Wanted) }
func existing(s engine.Sample) float64 { return float64(s.Existing) }
func ready(s engine.Sample) float64    { return float64(s.Ready) }
func load(s engine.Sample) float64     { return float64(s.Load) / 1000 }
func served(s engine.Sample) float64   { return float64(s.Served) / 1000 }
func backlog(s engine.Sample) float64  { return float64(s.Backlog) / 1000 }

// measured is what a metric said at each decision.
func measured(p *engine.Played, metric int) []point {
	points := make([]point, len(p.Decisions))
	for i, d := range p.Decisions {
		points[i] = point{d.At, math.NaN()}
		if metric < len(d.Metrics) && d.Metrics[metric].Value != nil {
			points[i].v = value(p.Metrics[metric], *d.Metrics[metric].Value)
		}
	}
	return points
}

// anything says whether a value is not zero.
func anything(points []point) bool {
	for _, p := range points {
		if p.v != 0 {
			return true
		}
	}
	return false
}
