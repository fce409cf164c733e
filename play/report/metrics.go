package report

import (
	"fmt"
	"slices"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/play/engine"
)

// metric is one of an HPA's. Two of an HPA may have the same name, and differ by a selector: nth tells them apart.
type metric struct {
	engine.Target

	nth int
}

// is says whether it is the same in another run, whatever its target is.
func (m metric) is(o metric) bool {
	return m.Type == o.Type && m.Name == o.Name && m.Kind == o.Kind && m.nth == o.nth
}

// metrics are those of a run, in the order of the spec.
func (r run) metrics() (all []metric) {
	for i, t := range r.Metrics {
		m := metric{Target: t}
		for _, before := range all[:i] {
			if before.Type == t.Type && before.Name == t.Name && before.Kind == t.Kind {
				m.nth++
			}
		}
		all = append(all, m)
	}
	return all
}

// place is where a run has a metric; negative: it has not.
func (r run) place(m metric) int { return slices.IndexFunc(r.metrics(), m.is) }

// metrics are those of all runs, each once.
func (s subject) metrics() (all []metric) {
	for _, r := range s.runs {
		for _, m := range r.metrics() {
			if !slices.ContainsFunc(all, m.is) {
				all = append(all, m)
			}
		}
	}
	return all
}

// plot shows what the controller saw of a metric, against the target.
func (m metric) plot(s subject, n int) panel {
	p := panel{title: m.title(), unit: unit(m.Target)}
	p.series = lines(s, "value", fmt.Sprintf("metric %d", n), func(r run) []point {
		if at := r.place(m); at >= 0 {
			return measured(r.Played, at)
		}
		return nil
	}, false)
	for _, r := range s.runs {
		at := r.place(m)
		if at < 0 {
			continue
		}
		one := level{"target " + r.target(at), "target", value(r.Metrics[at], r.Metrics[at].Milli)}
		if !slices.Contains(p.levels, one) {
			p.levels = append(p.levels, one)
		}
	}
	return p
}

// target is what a metric of a run is to be.
func (r run) target(n int) string {
	return short(value(r.Metrics[n], r.Metrics[n].Milli)) + unit(r.Metrics[n])
}

// title says what a metric counts.
func (m metric) title() string {
	of := "value"
	switch m.Kind {
	case autoscalingv2.AverageValueMetricType:
		of = "average of a pod"
	case autoscalingv2.UtilizationMetricType:
		of = "percent of the requests"
	case autoscalingv2.ValueMetricType:
	}
	return fmt.Sprintf("%s (%s, %s)", m.Name, m.Type, of)
}
