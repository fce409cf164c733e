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

// change is a condition that says something else than at the decision before.
type change struct{ before, now engine.Condition }

// changed are those that tell something. The reason of one that is fine changes with each rescale (SucceededRescale,
// ReadyForNewScale), and its message all the time: neither does.
func changed(p *engine.Played, n int) (all []change) {
	if n == 0 {
		return nil
	}
	for _, c := range p.Decisions[n].Conditions {
		before := engine.Condition{Type: c.Type, Status: "True"} // it was not there, so it did not matter
		if at := slices.IndexFunc(p.Decisions[n-1].Conditions, func(b engine.Condition) bool { return b.Type == c.Type }); at >= 0 {
			before = p.Decisions[n-1].Conditions[at]
		} else if gravityOf(c) == fine {
			continue
		}
		if gravityOf(before) != gravityOf(c) || gravityOf(c) > fine && (before.Reason != c.Reason || before.Status != c.Status) {
			all = append(all, change{before, c})
		}
	}
	return all
}

// news says what changed, but for what is in the reason already.
func news(p *engine.Played, n int, why string) string {
	var all []string
	for _, c := range changed(p, n) {
		switch {
		case gravityOf(c.now) == fine:
			all = append(all, "no longer "+c.before.Reason)
		case !strings.Contains(why, c.now.Reason):
			all = append(all, c.now.Type+" is "+c.now.Status+": "+c.now.Reason)
		}
	}
	return strings.Join(all, ", ")
}
