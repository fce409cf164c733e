package report

import (
	"maps"
	"slices"
	"time"

	"example.com/metrics-lab/play/engine"
)

// gravity is how much a condition matters to who asks why.
type gravity int

const (
	absent gravity = iota
	fine           // the controller does what the metrics propose
	held           // it is kept from that: stabilization, policies, min, max
	broken         // it does nothing: no metric, no scale, or switched off
)

func gravityOf(c engine.Condition) gravity {
	unusual := c.Type == "ScalingLimited" || c.Type == "ScaledToZero" // these are False where all goes well
	switch {
	case c.Status != "True" && !unusual:
		return broken
	case c.Status == "True" && unusual, c.Reason == "ScaleDownStabilized", c.Reason == "ScaleUpStabilized":
		return held
	}
	return fine
}

// class is how a band of it looks: each is thicker than the one before.
func (g gravity) class() (name string, height float64) {
	switch g {
	case broken:
		return "broken", 16
	case held:
		return "held", 14
	default:
		return "fine", 4
	}
}

// band is a time in which a condition stays the same.
type band struct {
	from, to int // columns
	gravity  gravity
	reason   string
	said     string // with what the condition is
}

// conditionTypes are those that say something at some time, and those that come up and never do. Both are in the order of the
// alphabet, which is that of their meaning: AbleToScale, ScalingActive, ScalingLimited.
func conditionTypes(s subject) (telling, quiet []string) {
	gravest := map[string]gravity{}
	for _, r := range s.runs {
		for _, d := range r.Decisions {
			for _, c := range d.Conditions {
				gravest[c.Type] = max(gravest[c.Type], gravityOf(c))
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(gravest)) {
		if gravest[kind] > fine {
			telling = append(telling, kind)
		} else {
			quiet = append(quiet, kind)
		}
	}
	return telling, quiet
}

// bandOf leaves out why all is fine: that changes with each rescale.
func bandOf(c engine.Condition) band {
	if g := gravityOf(c); g > fine {
		return band{gravity: g, said: c.Type + " " + c.Status + ": " + c.Reason, reason: c.Reason}
	}
	return band{gravity: fine, said: c.Type + " " + c.Status}
}

// bandsOf are those of one condition. In a column with several, the gravest is shown.
func bandsOf(r run, kind string, end time.Duration, columns int) (all []band) {
	seen := make([]band, columns+1)
	for i, d := range r.Decisions {
		until := end
		if i+1 < len(r.Decisions) {
			until = r.Decisions[i+1].At
		}
		at := slices.IndexFunc(d.Conditions, func(c engine.Condition) bool { return c.Type == kind })
		if at < 0 {
			continue
		}
		c := d.Conditions[at]
		for column := columnOf(d.At, end, columns); column < max(columnOf(until, end, columns), columnOf(d.At, end, columns)+1); column++ {
			if column < columns && gravityOf(c) > seen[column].gravity {
				seen[column] = bandOf(c)
			}
		}
	}
	for column, b := range seen {
		b.from, b.to = column, column+1
		if last := len(all) - 1; last >= 0 && all[last].to == column && all[last].gravity == b.gravity && all[last].said == b.said {
			all[last].to++
		} else if b.gravity != absent {
			all = append(all, b)
		}
	}
	return all
}
