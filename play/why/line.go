package why

import (
	"fmt"
	"strings"
	"time"

	"example.com/metrics-lab/play/engine"
)

// Last is Line of the last decision until a moment; empty if there is none.
func Last(p *engine.Played, at time.Duration) string {
	if p == nil {
		return ""
	}
	if n := p.DecisionAt(at); n >= 0 {
		return Line(p, n)
	}
	return ""
}

// Line says in one line what the n-th decision of a play was, and why. It knows the conditions, and not the HPA's spec:
// Explain knows more.
func Line(p *engine.Played, n int) string {
	d := p.Decisions[n]
	because := reasons(p, d)
	if d.Current == d.Desired {
		return fmt.Sprintf("%s: stays at %d: %s", d.At, d.Current, because)
	}
	return fmt.Sprintf("%s: %d -> %d: %s", d.At, d.Current, d.Desired, because)
}

func reasons(p *engine.Played, d engine.Decision) string {
	switch {
	case d.Proposed == nil && d.Desired > d.Current:
		return fmt.Sprintf("there are fewer than min, %d", p.Min)
	case d.Proposed == nil && d.Desired < d.Current:
		return fmt.Sprintf("there are more than max, %d", p.Max)
	case d.Proposed == nil:
		return meaning(d.Error)
	}
	all := []string{said(p, d)}
	if limited := condition(d, "ScalingLimited"); limited.Status == "True" {
		all = append(all, limits(p, d, limited.Reason))
	}
	switch reason := condition(d, "AbleToScale").Reason; {
	case reason == "ScaleDownStabilized" || d.Desired > asked(d) && d.Desired > p.Min && d.Desired >= d.Current && d.Desired != d.Current:
		all = append(all, "an earlier, higher proposal still counts")
	case reason == "ScaleUpStabilized":
		all = append(all, "an earlier, lower proposal still counts")
	}
	return strings.Join(all, "; ")
}

// said is what the metrics propose: the one that decides, if there are several.
func said(p *engine.Played, d engine.Decision) string {
	for i, r := range d.Metrics {
		if r.Proposed != nil && *r.Proposed == *d.Proposed && r.Value != nil && i < len(p.Metrics) {
			target := p.Metrics[i]
			return fmt.Sprintf("%s is %s of %s, which asks for %d", target.Name, shown(*r.Value, target, d), amount(target.Milli, target), *d.Proposed)
		}
	}
	return fmt.Sprintf("the metrics ask for %d", *d.Proposed)
}

// limits is what a reason of ScalingLimited means.
func limits(p *engine.Played, d engine.Decision, reason string) string {
	switch reason {
	case "TooManyReplicas":
		return fmt.Sprintf("max is %d", p.Max)
	case "TooFewReplicas":
		return fmt.Sprintf("min is %d", p.Min)
	case "ScaleUpLimit":
		return fmt.Sprintf("it may go up to %d now, and no faster", d.Desired)
	case "ScaleDownLimit":
		return fmt.Sprintf("it may go down to %d now, and no faster", d.Desired)
	}
	return reason
}

// condition is the one of a type, if there is one.
func condition(d engine.Decision, kind string) engine.Condition {
	for _, c := range d.Conditions {
		if c.Type == kind {
			return c
		}
	}
	return engine.Condition{}
}
