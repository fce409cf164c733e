package report

import (
	"strconv"

	"example.com/metrics-lab/play/engine"
)

// mostRows keeps the page of a long play small. The CSV has all.
const mostRows = 1000

// table is the decisions of a run that tell something.
type table struct {
	Run     string // empty: there is only one
	Metrics []string
	Rows    []tableRow
	Telling int // decisions that belong in it
	All     int // decisions there were
}

// tableRow is one decision.
type tableRow struct {
	At       string
	Metrics  []tableMetric
	Proposed string
	Current  string
	Desired  string
	Changed  bool
	Why      string
	News     string // conditions that changed
}

type tableMetric struct{ Name, Value, Proposed string }

func (d Data) table(s subject, r run) table {
	t := table{All: len(r.Decisions)}
	if s.compared() {
		t.Run = r.name
	}
	for i, m := range r.metrics() {
		t.Metrics = append(t.Metrics, m.Name+", target "+r.target(i))
	}
	for n := range r.Decisions {
		if !telling(r.Played, n) {
			continue
		}
		if t.Telling++; t.Telling <= mostRows {
			t.Rows = append(t.Rows, d.row(r, n))
		}
	}
	return t
}

func (d Data) row(r run, n int) tableRow {
	of := r.Decisions[n]
	why := d.why(r.Played, n)
	one := tableRow{
		At: moment(of.At), Proposed: proposal(of.Proposed), Why: why, News: news(r.Played, n, why), Changed: of.Desired != of.Current,
		Current: strconv.Itoa(int(of.Current)), Desired: strconv.Itoa(int(of.Desired)),
	}
	for i, m := range r.Metrics {
		said := tableMetric{Name: m.Name, Value: none, Proposed: none}
		if i < len(of.Metrics) {
			said.Value, said.Proposed = reading(m, of.Metrics[i]), proposal(of.Metrics[i].Proposed)
		}
		one.Metrics = append(one.Metrics, said)
	}
	return one
}

const none = "–" // where there is no number

func proposal(n *int32) string {
	if n == nil {
		return none
	}
	return strconv.Itoa(int(*n))
}

func reading(t engine.Target, r engine.Reading) string {
	if r.Value == nil {
		return none
	}
	return number(value(t, *r.Value)) + unit(t)
}
