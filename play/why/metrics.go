package why

import (
	"fmt"
	"math"
	"strconv"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/play/engine"
)

// metric says what the i-th metric of a decision is and proposes. The tolerance is what the controller allows up and down.
func metric(p *engine.Played, d engine.Decision, i int, tolerance func(up bool) float64) string {
	target, reading := p.Metrics[i], d.Metrics[i]
	switch {
	case reading.Value == nil && reading.Error != "":
		return fmt.Sprintf("%s cannot be read: %s", target.Name, meaning(reading.Error))
	case reading.Value == nil:
		return fmt.Sprintf("%s says nothing", target.Name)
	case *reading.Value == math.MaxInt64:
		return fmt.Sprintf("%s is below zero, which the controller takes for an overflow, or too large for 63 bits: it asks for as many replicas as there may be", target.Name)
	case d.Current == 0:
		return fmt.Sprintf("%s%s, from zero", target.Name, wants(reading))
	}
	ratio := float64(*reading.Value) / float64(target.Milli)
	text := fmt.Sprintf("%s is %s, %s of its target of %s", target.Name, amount(*reading.Value, target), factor(ratio), amount(target.Milli, target))
	if reading.Proposed == nil {
		return text
	}
	return text + effect(target, d.Current, *reading.Proposed, ratio, tolerance)
}

// effect is what becomes of a ratio.
func effect(target engine.Target, current, proposed int32, ratio float64, tolerance func(up bool) float64) string {
	off, most := math.Abs(ratio-1), tolerance(ratio > 1)
	within := 1-tolerance(false) <= ratio && ratio <= 1+tolerance(true)
	plain := int32(math.Ceil(ratio * float64(current)))
	switch {
	case proposed == current && off == 0:
		return fmt.Sprintf(": it asks for the %d that there are", current)
	case proposed == current && within:
		return fmt.Sprintf(": it differs by %s, no more than the tolerance of %s, so it asks for the %d that there are", percent(off), percent(most), current)
	case proposed < 0:
		return fmt.Sprintf(": it asks for %d, which counts as 0", proposed)
	case proposed != plain && target.Kind == autoscalingv2.ValueMetricType:
		return fmt.Sprintf(": it asks for %d, because it is Ready pods that are multiplied", proposed)
	case proposed != plain && ofPods(target):
		return fmt.Sprintf(": it asks for %d, and not for %d, because pods that are not ready or have no metric count as idle on the way up, and as busy or not at all on the way down", proposed, plain)
	case proposed == plain:
		return fmt.Sprintf(": it asks for %d x %s, rounded up to %d", current, factor(ratio), proposed)
	}
	return fmt.Sprintf(": it asks for %d", proposed)
}

// ofPods tells whether each pod has its own value of a metric.
func ofPods(target engine.Target) bool {
	return target.Type != autoscalingv2.ExternalMetricSourceType && target.Type != autoscalingv2.ObjectMetricSourceType
}

func wants(r engine.Reading) string {
	if r.Proposed == nil {
		return " proposes nothing"
	}
	return fmt.Sprintf(" asks for %d", *r.Proposed)
}

// amount is a value in the unit of a target.
func amount(value int64, target engine.Target) string {
	if target.Kind == autoscalingv2.UtilizationMetricType {
		return fmt.Sprintf("%d %%", value)
	}
	return strconv.FormatFloat(float64(value)/1000, 'f', -1, 64)
}

// factor is a ratio in three digits or as many as it takes.
func factor(ratio float64) string { return strconv.FormatFloat(ratio, 'g', 4, 64) }

func percent(part float64) string { return strconv.FormatFloat(part*100, 'g', 3, 64) + " %" }
