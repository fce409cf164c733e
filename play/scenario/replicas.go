package scenario

import (
	"fmt"
	"time"

	"example.com/metrics-lab/play/engine"
)

// wantedIn are the samples that say which replicas were asked for from one moment to another one, which is not part of it:
// that at from, and those of changes.
func wantedIn(p *engine.Played, from, to time.Duration) (some []engine.Sample) {
	for i, s := range p.Samples {
		switch last := i+1 == len(p.Samples) || p.Samples[i+1].At > from; {
		case s.At >= to && s.At > from:
			return some
		case s.At <= from && last:
			s.At = from
			some = append(some, s)
		case s.At > from:
			some = append(some, s)
		}
	}
	return some
}

// replicas is that they are between bounds.
func (x *expecting) replicas(c cursor) (string, check) {
	f := c.fields("min", "max", "from", "to")
	least, atLeast := f.get("min").integer(0, maxReplicas)
	most, atMost := f.get("max").integer(0, maxReplicas)
	from, to := x.window(f)
	switch {
	case !f.get("min").there() && !f.get("max").there():
		f.wrong("replicas has no bound, and cannot fail: write min, max or both")
	case atLeast && atMost && least > most:
		f.wrong("replicas: min %d is more than max %d: write the larger one as max", least, most)
	case atLeast && !atMost && least == 0:
		f.wrong("replicas: min 0 cannot fail: write a larger one, or max")
	}
	bounds := fmt.Sprintf("from %d to %d", least, most)
	switch {
	case atLeast && atMost && least == most:
		bounds = fmt.Sprintf("%d", least)
	case !atMost:
		bounds, most = fmt.Sprintf("at least %d", least), maxReplicas*maxElements
	case !atLeast:
		bounds = fmt.Sprintf("at most %d", most)
	}
	name := fmt.Sprintf("replicas %s between %s and %s", bounds, brief(from), brief(to))
	return name, func(_ *engine.Result, p *engine.Played) *miss {
		for _, s := range wantedIn(p, from, to) {
			if n := int64(s.Wanted); n < least || n > most {
				return missed(s.At, bounds+" replicas", count(n))
			}
		}
		return nil
	}
}

// never is that replicas are never beyond bounds.
func (x *expecting) never(c cursor) (string, check) {
	f := c.fields("above", "below")
	above, atMost := f.get("above").integer(0, maxReplicas)
	below, atLeast := f.get("below").integer(1, maxReplicas)
	switch {
	case !f.get("above").there() && !f.get("below").there():
		f.wrong("never has no bound, and cannot fail: write above, below or both")
	case atMost && atLeast && below > above:
		f.wrong("never: below %d and above %d leave nothing: write a below that is at most above", below, above)
	}
	name := "never"
	if atMost {
		name += fmt.Sprintf(" above %d", above)
	}
	if atLeast {
		name += fmt.Sprintf(" below %d", below)
	}
	return name + " replicas", func(_ *engine.Result, p *engine.Played) *miss {
		for _, s := range p.Samples {
			n := int64(s.Wanted)
			if atMost && n > above {
				return missed(s.At, fmt.Sprintf("never above %d replicas", above), count(n))
			}
			if atLeast && n < below {
				return missed(s.At, fmt.Sprintf("never below %d replicas", below), count(n))
			}
		}
		return nil
	}
}

// count writes a number of replicas.
func count(n int64) string {
	if n == 1 {
		return "1 replica"
	}
	return fmt.Sprintf("%d replicas", n)
}
