package scenario

import (
	"fmt"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/play/engine"
)

// condition is that one is seen at some moment of a window, or never.
func (x *expecting) condition(c cursor) (string, check) {
	f := c.fields("type", "status", "reason", "seen", "from", "to")
	kind := f.need("type", "ScalingLimited").word(string(autoscalingv2.AbleToScale), string(autoscalingv2.ScalingActive), string(autoscalingv2.ScalingLimited), string(autoscalingv2.ScaledToZero))
	status, reason := f.get("status").word("True", "False", "Unknown"), f.get("reason").word(conditionReasons()...)
	seen := f.get("seen").flag(true)
	from, to := x.window(f)
	if !f.get("status").there() && !f.get("reason").there() {
		f.wrong(`condition has no status and no reason: an HPA has each type; write one, such as status: "True"`)
	}
	what := strings.TrimSpace(fmt.Sprintf("condition %s %s %s", kind, status, reason))
	want := fmt.Sprintf("%s %s between %s and %s", what, seenOr(seen), brief(from), brief(to))
	return want, func(_ *engine.Result, p *engine.Played) *miss {
		last := "no such condition"
		for _, d := range p.Decisions {
			if d.At < from || d.At > to {
				continue
			}
			for _, has := range d.Conditions {
				if has.Type != kind {
					continue
				}
				last = fmt.Sprintf("%s %s: %s", has.Status, has.Reason, has.Message)
				if (status == "" || status == has.Status) && (reason == "" || reason == has.Reason) {
					if !seen {
						return missed(d.At, "no "+what, last)
					}
					return nil
				}
			}
		}
		if seen {
			return missed(to, what, "never, at last "+last)
		}
		return nil
	}
}

func seenOr(seen bool) string {
	if seen {
		return "seen"
	}
	return "not seen"
}

// event is that one is written in a window, or never.
func (x *expecting) event(c cursor) (string, check) {
	f := c.fields("reason", "seen", "from", "to")
	reason := f.need("reason", "SuccessfulRescale").word(eventReasons()...)
	seen := f.get("seen").flag(true)
	from, to := x.window(f)
	want := fmt.Sprintf("event %s %s between %s and %s", reason, seenOr(seen), brief(from), brief(to))
	return want, func(_ *engine.Result, p *engine.Played) *miss {
		for _, e := range p.Events {
			if e.Reason != reason || e.At < from || e.At > to {
				continue
			}
			if !seen {
				return missed(e.At, "no event "+reason, e.Message)
			}
			return nil
		}
		if seen {
			return missed(to, "event "+reason, "none")
		}
		return nil
	}
}
