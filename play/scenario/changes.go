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
		changed, up := int64(0), 0
		for i := 1; i < len(p.Samples); i++ {
			direction := 0
			switch s, before := p.Samples[i].Wanted, p.Samples[i-1].Wanted; {
			case s > before:
				direction = 1
			case s < before:
				direction = -1
			}
			if direction == 0 {
				continue
			}
			if up == -direction {
				changed++
			}
			up = direction
			if changed > most {
				return missed(p.Samples[i].At, want, fmt.Sprintf("number %d, from %d to %d replicas", changed, p.Samples[i-1].Wanted, p.Samples[i].Wanted))
			}
		}
		return nil
	}
}
