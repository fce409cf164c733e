package scenario

import (
	"fmt"
	"math"
	"time"

	"example.com/metrics-lab/play/engine"
)

// value is that what the controller sees of a metric is not beyond a bound for longer than some time, altogether. A value
// counts until the controller looks again; one that it cannot read is not beyond.
func (x *expecting) value(c cursor) (string, check) {
	f := c.fields("metric", "above", "below", "forAtMost")
	index := x.metric(f.need("metric", "http_requests"))
	above, upper := f.get("above").milli(math.MinInt64)
	below, lower := f.get("below").milli(math.MinInt64)
	most, _ := f.get("forAtMost").duration(0, maxDuration)
	switch {
	case !f.get("above").there() && !f.get("below").there():
		f.wrong("value has no bound, and cannot fail: write above, below or both")
	case most >= x.in.Duration:
		f.get("forAtMost").wrong("forAtMost %s is all of the test, and cannot fail: write less than its duration, %s", brief(most), brief(x.in.Duration))
	case upper && lower && below > above:
		f.wrong("value: below %s and above %s leave nothing: write a below that is at most above", decimal(below), decimal(above))
	}
	if index < 0 {
		return "", nil
	}
	target := engine.TargetOf(x.hpa.Spec.Metrics[index])
	want := target.Name
	if upper {
		want += " above " + decimal(above)
	}
	if lower {
		want += " below " + decimal(below)
	}
	want += " for at most " + brief(most)
	return want, func(r *engine.Result, p *engine.Played) *miss {
		var beyond time.Duration
		read := false
		for i, d := range p.Decisions {
			v, ok := reading(d, index, target)
			read = read || ok
			if out := upper && v > above || lower && v < below; !ok || !out {
				continue
			}
			end := r.Duration
			if i+1 < len(p.Decisions) {
				end = p.Decisions[i+1].At
			}
			if beyond += end - d.At; beyond > most {
				return missed(d.At, want, fmt.Sprintf("%s, and %s until then and the next look", decimal(v), brief(beyond)))
			}
		}
		if !read {
			return missed(r.Duration, "a value of "+target.Name, "none, as it could never be read")
		}
		return nil
	}
}

// reading is what a decision saw of a metric, in milli-units.
func reading(d engine.Decision, index int, of engine.Target) (int64, bool) {
	if index >= len(d.Metrics) || d.Metrics[index].Value == nil {
		return 0, false
	}
	v := *d.Metrics[index].Value
	if of.Kind == "Utilization" {
		v *= 1000 // it is in percent
	}
	return v, true
}

// metric finds one of the HPA by its name, alone or with what it is of.
func (x *expecting) metric(c cursor) int {
	name, ok := c.text()
	if !ok {
		return -1
	}
	var found []int
	var names, full []string
	for i, spec := range x.hpa.Spec.Metrics {
		whole, plain := engine.TargetOf(spec).Name, wantedBy(x.hpa, spec).name
		if whole == name {
			return i
		}
		if plain == name {
			found = append(found, i)
			full = append(full, whole)
		}
		names = append(names, plain)
	}
	switch len(found) {
	case 0:
		c.wrong("the HPA %s has no metric %s: %s", x.hpa.Name, name, oneOf(name, names))
		return -1
	case 1:
		return found[0]
	}
	c.wrong("the HPA %s has several metrics %s: %s", x.hpa.Name, name, oneOf("", full))
	return -1
}
