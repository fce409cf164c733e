package report

import "example.com/metrics-lab/play/engine"

// summary is a play in a few numbers.
type summary struct {
	replicaHours    float64
	rescales        int
	turns           int // from up to down, or back
	highest, lowest int32
	failures        int // looks that came to nothing
}

func summarize(p *engine.Played) summary {
	s := summary{replicaHours: p.ReplicaSeconds / 3600, turns: len(p.Turns())}
	if len(p.Samples) > 0 {
		s.highest, s.lowest = p.Samples[0].Wanted, p.Samples[0].Wanted
	}
	for _, sample := range p.Samples {
		s.highest, s.lowest = max(s.highest, sample.Wanted), min(s.lowest, sample.Wanted)
	}
	for _, d := range p.Decisions {
		if d.Error != "" {
			s.failures++
		}
		if d.Desired != d.Current {
			s.rescales++
		}
	}
	return s
}
