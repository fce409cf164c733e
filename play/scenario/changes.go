package scenario

import (
	"fmt"

	"example.com/metrics-lab/play/engine"
)

// changes is that replicas do not go up and down often: each time that they go down after they went up, or up after they
// went down, is a change of direction.
func (x *expecting) changes(c cursor) (string, check) {
	f := c.fields("max")
	most, _ := f.need("max", "2").integer(0, maxReplicas)
	want := fmt.Sprintf("at most %d changes of direction", most)
	return want, func(_ *engine.Result, p *engine.Played) *miss {
		turns := p.Turns()
		if int64(len(turns)) > most {
			n := turns[most]
			return missed(p.Samples[n].At, want, fmt.Sprintf("number %d, from %d to %d replicas", most+1, p.Samples[n-1].Wanted, p.Samples[n].Wanted))
		}
		return nil
	}
}
