package report

import (
	"math"
	"strconv"
	"strings"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/play/engine"
)

// number writes a number as people do: 117.5, not 117500m.
func number(v float64) string {
	if math.Abs(v) >= 1e15 {
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	return trimmed(v, 3)
}

// short writes a number where there is little room: 12k.
func short(v float64) string {
	for _, unit := range []struct {
		of   float64
		name string
	}{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if math.Abs(v) >= unit.of*1e6 {
			break
		}
		if math.Abs(v) >= unit.of && math.Abs(v) >= 1e4 {
			return trimmed(v/unit.of, 2) + unit.name
		}
	}
	return number(v)
}

func trimmed(v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if digits > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// moment writes a time since the start: 12m30s, 2h, 1d6h. Days are how a play of weeks is spoken of.
func moment(d time.Duration) string {
	d = d.Round(time.Millisecond)
	switch {
	case d == 0:
		return "0s"
	case d < 0:
		return "-" + moment(-d)
	}
	var b strings.Builder
	for _, unit := range []struct {
		of   time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}} {
		if n := d / unit.of; n > 0 {
			b.WriteString(strconv.FormatInt(int64(n), 10) + unit.name)
			d %= unit.of
		}
	}
	if d > 0 {
		b.WriteString(trimmed(d.Seconds(), 3) + "s")
	}
	return b.String()
}

// value is what a metric says in its own unit: percent, or what milli-units count.
func value(t engine.Target, milli int64) float64 {
	if t.Kind == autoscalingv2.UtilizationMetricType {
		return float64(milli)
	}
	return float64(milli) / 1000
}

// unit follows such a value.
func unit(t engine.Target) string {
	if t.Kind == autoscalingv2.UtilizationMetricType {
		return "%"
	}
	return ""
}
