package scenario

import (
	"fmt"
	"strconv"
	"time"

	"example.com/metrics-lab/play/engine"
)

// cost is that all pods together are there for at most some time. One hour of one pod is a replica-hour.
func (x *expecting) cost(c cursor) (string, check) {
	f := c.fields("replicaHours")
	most, _ := f.need("replicaHours", `"4"`).milli(0)
	want := fmt.Sprintf("at most %s replica-hours", decimal(most))
	return want, func(r *engine.Result, p *engine.Played) *miss {
		if p.ReplicaSeconds*1000 <= float64(most)*3600 {
			return nil
		}
		at := r.Duration
		var spent float64 // milliseconds of pods
		for i, s := range p.Samples {
			end := r.Duration
			if i+1 < len(p.Samples) {
				end = p.Samples[i+1].At
			}
			left := float64(most)*3600 - spent
			if next := float64(s.Existing) * float64((end - s.At).Milliseconds()); next <= left {
				spent += next
				continue
			}
			at = s.At + time.Duration(left/float64(s.Existing))*time.Millisecond
			break
		}
		return missed(at, want, strconv.FormatFloat(p.ReplicaSeconds/3600, 'f', 3, 64)+" in all")
	}
}
