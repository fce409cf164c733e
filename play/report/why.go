package report

import (
	"slices"
	"strings"

	"example.com/metrics-lab/play/engine"
)

// why is the reason of a decision, in the caller's words or in those of the HPA's conditions.
func (d Data) why(p *engine.Played, n int) string {
	if d.Why != nil {
		return d.Why(p, n)
	}
	var all []string
	for _, c := range p.Decisions[n].Conditions {
		if gravityOf(c) > fine {
			all = append(all, c.Reason+": "+c.Message)
		}
	}
	if e := p.Decisions[n].Error; e != "" && !slices.ContainsFunc(all, func(said string) bool { return strings.HasSuffix(said, ": "+e) }) {
		all = append(all, e)
	}
	return strings.Join(all, "; ")
}

// telling says whether a decision changed something, or the HPA's conditions did. The first one always does.
func telling(p *engine.Played, n int) bool {
	d := p.Decisions[n]
	return n == 0 || d.Desired != d.Current || len(changed(p, n)) > 0
}

// changed are the conditions that say something else than at the decision before. The reason of one that is fine changes
// with each rescale (SucceededRescale, ReadyForNewScale), and its message all the time: neither tells anything.
func changed(p *engine.Played, n int) (all []engine.Condition) {
	if n == 0 {
		return nil
	}
	for _, c := range p.Decisions[n].Conditions {
		at := slices.IndexFunc(p.Decisions[n-1].Conditions, func(before engine.Condition) bool { return before.Type == c.Type })
		switch {
		case at < 0 && gravityOf(c) > fine:
			all = append(all, c)
		case at >= 0 && differs(p.Decisions[n-1].Conditions[at], c):
			all = append(all, c)
		}
	}
	return all
}

func differs(a, b engine.Condition) bool {
	return a.Status != b.Status || gravityOf(a) != gravityOf(b) || gravityOf(b) > fine && a.Reason != b.Reason
}
