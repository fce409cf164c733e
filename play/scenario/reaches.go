package scenario

import (
	"fmt"

	"example.com/metrics-lab/play/engine"
)

// reaches is that replicas come to a number, from either side, by a moment.
func (x *expecting) reaches(c cursor) (string, check) {
	f := c.fields("replicas", "from", "by")
	at := f.need("replicas", "8")
	wanted, ok := at.integer(0, maxReplicas)
	from, by := x.moment(f.get("from"), 0), x.moment(f.need("by", "4m"), x.in.Duration)
	if from > by {
		f.wrong("reaches is never: write a from (%s) that is not after by (%s)", brief(from), brief(by))
	}
	if w := x.scaled(); ok && w != nil && from == 0 && int64(w.Replicas) == wanted {
		at.wrong("the play begins with %s, and reaches cannot fail: write from, a moment at which there are others", count(wanted))
	}
	name := fmt.Sprintf("reaches %s by %s", count(wanted), brief(by))
	return name, func(_ *engine.Result, p *engine.Played) *miss {
		var first, last int64
		for i, s := range wantedIn(p, from, by+1) { // by is part of it
			last = int64(s.Wanted)
			if i == 0 {
				first = last
			}
			if last == wanted || (first < wanted) == (last > wanted) {
				return nil
			}
		}
		return missed(by, count(wanted), count(last))
	}
}

// scaled is what the HPA scales; nil if there is nothing.
func (x *expecting) scaled() *engine.Workload {
	for i, w := range x.in.Workloads {
		if w.Kind == target(x.hpa) && w.Namespace == x.hpa.Namespace && w.Name == x.hpa.Spec.ScaleTargetRef.Name {
			return &x.in.Workloads[i]
		}
	}
	return nil
}
