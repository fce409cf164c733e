package report

import (
	"slices"
	"sort"
	"time"

	"example.com/metrics-lab/play/engine"
)

// moments are what the cursor of a chart stops at, and the numbers of each. The page's script reads them as JSON.
type moments struct {
	Milliseconds []int64 `json:"milliseconds"`
	// At are the same moments, in words.
	At []string `json:"at"`
	// Told are the places of those that the table has.
	Told []int `json:"told"`
	// Runs have the numbers of each moment, in the order of columns, and why.
	Runs [][][]string `json:"runs"`
}

// columns are what is said of a moment.
func (s subject) columns(r run) []string {
	var all []string
	if s.serves {
		all = append(all, "load", "served", "waiting")
	}
	for _, m := range r.metrics() {
		all = append(all, m.Name, "proposes")
	}
	return append(all, "together", "replicas", "existing", "ready")
}

func (d Data) moments(s subject) moments {
	m := moments{Milliseconds: []int64{}, At: []string{}, Told: []int{}} // never null: the script counts them
	told := map[time.Duration]bool{}
	for _, at := range s.stops(told) {
		if told[at] {
			m.Told = append(m.Told, len(m.At))
		}
		m.Milliseconds, m.At = append(m.Milliseconds, at.Milliseconds()), append(m.At, moment(at))
	}
	for _, r := range s.runs {
		rows := make([][]string, len(m.Milliseconds))
		for i, at := range m.Milliseconds {
			rows[i] = d.numbers(s, r, time.Duration(at)*time.Millisecond)
		}
		m.Runs = append(m.Runs, rows)
	}
	return m
}

// stops are the decisions of a play that is not long, and else those that tell something and those that are the extreme of a
// pixel column.
func (s subject) stops(told map[time.Duration]bool) (all []time.Duration) {
	const everyone = 3000
	columns := wide().columns()
	for _, r := range s.runs {
		rows := 0
		for n, d := range r.Decisions {
			tells := telling(r.Played, n) && rows < mostRows
			if tells {
				rows++
				told[d.At.Truncate(time.Millisecond)] = true
			}
			if tells || len(r.Decisions) <= everyone {
				all = append(all, d.At.Truncate(time.Millisecond))
			}
		}
		for i := range r.Metrics {
			for _, p := range thin(measured(r.Played, i), s.end, columns) {
				if len(r.Decisions) > everyone {
					all = append(all, p.at.Truncate(time.Millisecond))
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// numbers are those of a moment: of the last decision and the last sample until then.
func (d Data) numbers(s subject, r run, at time.Duration) []string {
	n := sort.Search(len(r.Decisions), func(i int) bool { return r.Decisions[i].At.Truncate(time.Millisecond) > at }) - 1
	if n < 0 {
		return nil
	}
	var of engine.Sample
	if i := sort.Search(len(r.Samples), func(i int) bool { return r.Samples[i].At > at }) - 1; i >= 0 {
		of = r.Samples[i]
	}
	var all []string
	if s.serves {
		all = append(all, number(load(of)), number(served(of)), number(backlog(of)))
	}
	row := d.row(r, n)
	for _, m := range row.Metrics {
		all = append(all, m.Value, m.Proposed)
	}
	replicas := row.Current
	if row.Changed {
		replicas += " → " + row.Desired
	}
	return append(all, row.Proposed, replicas, number(existing(of)), number(ready(of)), row.Why)
}
