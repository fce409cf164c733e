package why

import (
	"math"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/play/engine"
)

// rules are what an HPA's spec and the controller's flags say, applied to the n-th decision of a play.
type rules struct {
	behavior   *autoscalingv2.HorizontalPodAutoscalerBehavior
	controller engine.Controller
	played     *engine.Played
	n          int
}

func (r rules) decision() engine.Decision { return r.played.Decisions[r.n] }

// asked is a proposal as the controller goes on with it: below zero is zero.
func asked(d engine.Decision) int32 { return max(0, *d.Proposed) }

// counts is a proposal that still does.
type counts struct {
	replicas int32
	at       time.Duration
	initial  bool // it is the number of replicas at the first look
}

// earlier are the proposals before the decision, and the number of replicas at the first look, which counts as one.
func (r rules) earlier() (all []counts) {
	for _, d := range r.played.Decisions[:r.n] {
		if len(all) == 0 {
			all = append(all, counts{replicas: d.Current, at: d.At, initial: true})
		}
		if d.Proposed != nil {
			all = append(all, counts{replicas: asked(d), at: d.At})
		}
	}
	if len(all) == 0 {
		all = append(all, counts{replicas: r.decision().Current, at: r.decision().At, initial: true})
	}
	return all
}

// stabilized is what stabilization makes of the proposal, and which earlier one that is; nil is none.
func (r rules) stabilized() (replicas int32, by *counts) {
	d := r.decision()
	lowest, highest := counts{replicas: asked(d)}, counts{replicas: asked(d)}
	up, down := r.windows()
	for _, c := range r.earlier() {
		age := d.At - c.at
		if age < up && c.replicas <= lowest.replicas && c.replicas < asked(d) {
			lowest = c
		}
		// Without a behavior a proposal that is as old as the window counts, and with one it does not.
		if (age < down || r.behavior == nil && age == down) && c.replicas >= highest.replicas && c.replicas > asked(d) {
			highest = c
		}
	}
	replicas = d.Current
	if r.behavior == nil {
		replicas = highest.replicas
	}
	if replicas < lowest.replicas {
		replicas = lowest.replicas
	}
	if replicas > highest.replicas {
		replicas = highest.replicas
	}
	switch {
	case replicas == asked(d):
		return replicas, nil
	case replicas < asked(d):
		return replicas, &lowest
	}
	return replicas, &highest
}

// windows are for how long lower proposals count against a higher one, and higher ones against a lower one.
func (r rules) windows() (up, down time.Duration) {
	down = r.controller.DownscaleStabilization
	if r.behavior == nil {
		return 0, down
	}
	if s := r.behavior.ScaleUp; s != nil && s.StabilizationWindowSeconds != nil {
		up = time.Duration(*s.StabilizationWindowSeconds) * time.Second
	}
	if s := r.behavior.ScaleDown; s != nil && s.StabilizationWindowSeconds != nil {
		down = time.Duration(*s.StabilizationWindowSeconds) * time.Second
	}
	return up, down
}

// limit is how far the decision may go, by policies alone.
func (r rules) limit(up bool) int32 {
	current := r.decision().Current
	switch {
	case r.behavior == nil && up:
		return max(2*current, 4)
	case r.behavior == nil:
		return 0
	case up:
		return max(current, r.selected(r.behavior.ScaleUp, up))
	}
	return min(current, r.selected(r.behavior.ScaleDown, up))
}

// selected is what the policy allows that is selected.
func (r rules) selected(s *autoscalingv2.HPAScalingRules, up bool) int32 {
	least := s.SelectPolicy != nil && *s.SelectPolicy == autoscalingv2.MinChangePolicySelect
	if disabled(s) {
		return r.decision().Current
	}
	highest := up != least // Max lets go further: up to the highest number, and down to the lowest
	result := int32(math.MaxInt32)
	if highest {
		result = math.MinInt32
	}
	for _, p := range s.Policies {
		allowed := r.allowed(p, up)
		if highest {
			result = max(result, allowed)
		} else {
			result = min(result, allowed)
		}
	}
	return result
}

func disabled(s *autoscalingv2.HPAScalingRules) bool {
	return s.SelectPolicy != nil && *s.SelectPolicy == autoscalingv2.DisabledPolicySelect
}

// allowed is how far one policy lets it go: from the number of replicas at the beginning of its period, as what came and went
// within it says.
func (r rules) allowed(p autoscalingv2.HPAScalingPolicy, up bool) int32 {
	d := r.decision()
	began := d.Current
	for _, e := range r.played.Decisions[:r.n] {
		if d.At-e.At < time.Duration(p.PeriodSeconds)*time.Second {
			began -= e.Desired - e.Current
		}
	}
	sign := int32(1)
	if !up {
		sign = -1
	}
	if p.Type == autoscalingv2.PodsScalingPolicy {
		return began + sign*p.Value
	}
	part := float64(began) * (1 + float64(sign*p.Value)/100)
	if up {
		part = math.Ceil(part)
	}
	return int32(part)
}
