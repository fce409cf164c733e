package report

import (
	"fmt"
	"slices"
	"time"

	"example.com/metrics-lab/play/engine"
)

// Data is what a report shows.
type Data struct {
	// Title stands above all.
	Title string
	// Results are one, or two that are compared.
	Results []Named
	// Why says in words why the controller decided as it did at p.Decisions[n]; nil: the HPA's conditions say it.
	Why func(p *engine.Played, n int) string
}

// Named is a result, and what to call it beside another one.
type Named struct {
	Name   string
	Result *engine.Result
}

// run is how one result went for an HPA.
type run struct {
	*engine.Played

	name  string
	index int // of the result: its lines look the same everywhere
}

// subject is one HPA, in each of the results that have it.
type subject struct {
	title  string
	runs   []run
	end    time.Duration
	serves bool // its workload serves something, of which there are numbers

	panels     []panel  // of the chart
	conditions []string // types of them that say something
	quiet      []string // types of them that are fine all the time
}

func (s subject) compared() bool { return len(s.runs) > 1 }

// subjects are the HPAs of all results, in the order of the first. The same HPA has the same name; two results of one HPA
// each are about the same, whatever it is called.
func (d Data) subjects() ([]subject, error) {
	if n := len(d.Results); n < 1 || n > 2 {
		return nil, fmt.Errorf("a report shows one result or two, not %d", n)
	}
	var all []subject
	for i, r := range d.Results {
		if r.Result == nil {
			return nil, fmt.Errorf("result %d (%q) is missing", i+1, r.Name)
		}
		for _, p := range r.Result.HPAs {
			all = d.add(all, run{p, r.name(i), i})
		}
	}
	for i := range all {
		for _, r := range d.Results {
			all[i].end = max(all[i].end, r.Result.Duration, time.Millisecond)
		}
		if len(d.Results) == 2 && !all[i].compared() {
			all[i].title += ", only in " + all[i].runs[0].name
		}
		all[i].serves = slices.ContainsFunc(all[i].runs, func(r run) bool { return anything(sampled(r.Played, load)) })
		all[i].panels = panelsOf(all[i])
		all[i].conditions, all[i].quiet = conditionTypes(all[i])
	}
	return all, nil
}

func (n Named) name(i int) string {
	if n.Name == "" {
		return fmt.Sprintf("run %d", i+1)
	}
	return n.Name
}

func (d Data) add(all []subject, r run) []subject {
	title := r.Namespace + "/" + r.Name
	single := len(d.Results) == 2 && len(d.Results[0].Result.HPAs) == 1 && len(d.Results[1].Result.HPAs) == 1
	for i := range all {
		if r.index > 0 && len(all[i].runs) == 1 && all[i].runs[0].index == 0 && (single || all[i].title == title) {
			all[i].runs = append(all[i].runs, r)
			return all
		}
	}
	return append(all, subject{title: title, runs: []run{r}})
}
