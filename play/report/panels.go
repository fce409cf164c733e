package report

import (
	"fmt"
	"math"
	"slices"
	"time"

	"example.com/metrics-lab/play/engine"
)

// panelsOf are the plots of an HPA: what comes, what its metrics say, and what comes of it.
func panelsOf(s subject) (all []panel) {
	all = append(all, work(s)...)
	for n, m := range s.metrics() {
		all = append(all, m.plot(s, n))
	}
	return append(all, replicas(s)...)
}

// lines draws one thing of each run. Where there are two, the lines are called after them.
func lines(s subject, name, key string, of func(run) []point, step bool) (all []series) {
	for _, r := range s.runs {
		points := of(r)
		if points == nil || key == "load" && len(all) == 1 && agree(all[0].points, points) {
			continue
		}
		one := series{name: name, key: fmt.Sprintf("%d %s", r.index, key), class: []string{"one", "two"}[r.index], step: step, points: points}
		if s.compared() {
			one.name = r.name
		}
		all = append(all, one)
	}
	if key == "load" && len(all) == 1 && s.compared() {
		all[0].name = "both"
	}
	return all
}

// agree says whether two lines are one: they say the same at the moments that both have, but for what a load changes within
// a millisecond.
func agree(a, b []point) bool {
	at, highest := map[time.Duration]float64{}, 0.0
	for _, p := range a {
		at[p.at], highest = p.v, max(highest, p.v)
	}
	return !slices.ContainsFunc(b, func(p point) bool {
		v, both := at[p.at]
		return both && math.Abs(v-p.v) > highest/1000
	})
}

func samples(of func(engine.Sample) float64) func(run) []point {
	return func(r run) []point { return sampled(r.Played, of) }
}

// work is what comes and what is done, if the workload serves something.
func work(s subject) (all []panel) {
	if !s.serves {
		return nil
	}
	comes := lines(s, "load", "load", samples(load), false)
	done := lines(s, "served", "served", samples(served), false)
	if s.compared() {
		all = append(all, panel{title: "Load, each second", series: comes}, panel{title: "Served, each second", series: done})
	} else {
		done[0].class = "served"
		all = append(all, panel{title: "Load, each second", series: append(comes, done...)})
	}
	waits := lines(s, "waiting", "backlog", samples(backlog), false)
	if slices.ContainsFunc(waits, func(one series) bool { return anything(one.points) }) {
		all = append(all, panel{title: "Backlog", series: waits})
	}
	return all
}

// replicas are wanted, existing and ready ones. Of two runs they have plots of their own, for nobody could tell six lines
// apart; how many exist is not drawn there, since it follows what is wanted within a second.
func replicas(s subject) []panel {
	asked := panel{title: "Replicas", whole: true, series: lines(s, "wanted", "wanted", samples(wanted), true), levels: limits(s)}
	serving := panel{title: "Pods that are ready", whole: true, series: lines(s, "ready", "ready", samples(ready), true)}
	if s.compared() {
		asked.title = "Replicas wanted"
		return []panel{asked, serving}
	}
	there := lines(s, "existing", "existing", samples(existing), true)
	there[0].class = "existing"
	serving.series[0].class, serving.series[0].filled = "ready", true
	asked.series = slices.Concat(serving.series, there, asked.series)
	return []panel{asked}
}

// limits are min and max, of each run if they differ.
func limits(s subject) (all []level) {
	for i, r := range s.runs {
		suffix := ""
		if i > 0 {
			if r.Max == s.runs[0].Max && r.Min == s.runs[0].Min {
				continue
			}
			suffix = " of " + r.name
		}
		all = append(all, level{fmt.Sprintf("max %d", r.Max) + suffix, "limit", float64(r.Max)},
			level{fmt.Sprintf("min %d", r.Min) + suffix, "limit", float64(r.Min)})
	}
	return all
}
