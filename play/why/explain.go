package why

import (
	"fmt"
	"math"
	"strings"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/play/engine"
)

// Explain says in several lines what the controller made of the last look until a moment, and why: what each metric says, and
// what tolerance, stabilization, policies, min and max made of it.
func Explain(hpa *autoscalingv2.HorizontalPodAutoscaler, controller engine.Controller, p *engine.Played, at time.Duration) string {
	n := p.DecisionAt(at)
	if n < 0 {
		return fmt.Sprintf("%s: the controller has not looked yet\n", at)
	}
	r := rules{behavior: hpa.Spec.Behavior, controller: controller, played: p, n: n}
	d := r.decision()
	lines := []string{fmt.Sprintf("%s: %s wants %d replicas, and the controller asks for %d.", d.At, p.Target, d.Current, d.Desired)}
	for i := range d.Metrics {
		if i < len(p.Metrics) {
			lines = append(lines, metric(p, d, i, r.tolerance)+".")
		}
	}
	if d.Proposed == nil && len(d.Metrics) == 1 && d.Metrics[0].Error == d.Error {
		return text(append(lines, "Nothing is changed.")) // the metric has said why
	}
	if d.Proposed == nil {
		return text(append(lines, upper(reasons(p, d))+"."))
	}
	if len(d.Metrics) > 1 {
		lines = append(lines, fmt.Sprintf("The highest proposal counts: %d.", *d.Proposed))
	}
	return text(append(lines, r.steps()...))
}

// steps are what becomes of the proposal.
func (r rules) steps() (lines []string) {
	d := r.decision()
	replicas, by := r.stabilized()
	if by != nil {
		lines = append(lines, r.why(replicas, *by))
	}
	if wanted := r.policies(replicas); wanted != "" {
		lines = append(lines, wanted)
	}
	switch limited := condition(d, "ScalingLimited"); limited.Reason {
	case "TooManyReplicas", "TooFewReplicas":
		lines = append(lines, upper(limits(r.played, d, limited.Reason))+".")
	}
	if condition(d, "ScaledToZero").Status == "True" && d.Desired == 0 {
		lines = append(lines, "It is at zero because the controller scaled it to zero; it comes back when an Object or External metric asks for it.")
	}
	if d.Desired == d.Current {
		return append(lines, "Nothing is changed.")
	}
	return append(lines, fmt.Sprintf("So %d -> %d.", d.Current, d.Desired))
}

// why is which earlier proposal counts, and until when.
func (r rules) why(replicas int32, by counts) string {
	up, down := r.windows()
	window, kind := down, "A higher number"
	if replicas < asked(r.decision()) {
		window, kind = up, "A lower number"
	}
	if replicas != by.replicas {
		return fmt.Sprintf("%s counts for %s after it was proposed: it stays at %d.", kind, window, replicas)
	}
	if by.initial {
		return fmt.Sprintf("%s counts for %s: there were %d replicas at %s, and they count until %s.", kind, window, by.replicas, by.at, by.at+window)
	}
	return fmt.Sprintf("%s counts for %s: %d replicas were proposed at %s, and count until %s.", kind, window, by.replicas, by.at, by.at+window)
}

// policies is how far the policies let it go; empty if that is far enough.
func (r rules) policies(wanted int32) string {
	d := r.decision()
	up := wanted > d.Current
	limit := r.limit(up)
	switch {
	case wanted == d.Current, up && (limit >= wanted || limit >= r.played.Max), !up && (limit <= wanted || limit <= r.played.Min):
		return ""
	case r.behavior == nil:
		return fmt.Sprintf("Without a behavior it goes up to double or 4 at once, and no faster: %d -> %d.", d.Current, limit)
	}
	s, word := r.behavior.ScaleDown, "down"
	if up {
		s, word = r.behavior.ScaleUp, "up"
	}
	if disabled(s) {
		return fmt.Sprintf("The behavior lets it not go %s at all.", word)
	}
	return fmt.Sprintf("It may go %s by at most %s: %d -> %d.", word, policiesOf(s), d.Current, limit)
}

// policiesOf are policies in words.
func policiesOf(s *autoscalingv2.HPAScalingRules) string {
	var all []string
	for _, p := range s.Policies {
		unit := "pods"
		if p.Type == autoscalingv2.PercentScalingPolicy {
			unit = "%"
		}
		all = append(all, fmt.Sprintf("%d %s in %d s", p.Value, unit, p.PeriodSeconds))
	}
	joined := strings.Join(all, " or ")
	if len(all) < 2 {
		return joined
	}
	if s.SelectPolicy != nil && *s.SelectPolicy == autoscalingv2.MinChangePolicySelect {
		return joined + ", whichever is less"
	}
	return joined + ", whichever is more"
}

// tolerance is how far a ratio may be off 1.
func (r rules) tolerance(up bool) float64 {
	if r.behavior != nil {
		s := r.behavior.ScaleDown
		if up {
			s = r.behavior.ScaleUp
		}
		if s != nil && s.Tolerance != nil {
			return s.Tolerance.AsApproximateFloat64()
		}
	}
	return r.controller.Tolerance
}

// shown is a value, if it is one.
func shown(value int64, target engine.Target, d engine.Decision) string {
	switch {
	case value == math.MaxInt64:
		return "an overflow or below zero, which the controller takes for one, instead"
	case d.Current == 0:
		return "waiting at zero replicas, instead"
	}
	return amount(value, target)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func text(lines []string) string { return strings.Join(lines, "\n") + "\n" }
