package report

import (
	"fmt"
	"html/template"
)

// section is what the page has of one HPA.
type section struct {
	Title, About string
	Compared     bool
	Runs         []sectionRun
	Facts        []fact
	Stops        string
	Wide, Narrow template.HTML
	Moments      moments
	Tables       []table
}

type sectionRun struct {
	Name    string
	Columns []string
}

func (d Data) section(s subject) section {
	one := section{
		Title: s.title, About: s.about(), Compared: s.compared(), Facts: facts(s), Moments: d.moments(s),
		Wide:   template.HTML(svg([]subject{s}, wide())),   //nolint:gosec // svg escapes what it is given
		Narrow: template.HTML(svg([]subject{s}, narrow())), //nolint:gosec // svg escapes what it is given
	}
	decisions := 0
	for _, r := range s.runs {
		one.Runs = append(one.Runs, sectionRun{r.name, s.columns(r)})
		one.Tables = append(one.Tables, d.table(s, r))
		decisions = max(decisions, len(r.Decisions))
	}
	if stops := len(one.Moments.At); stops < decisions {
		one.Stops = fmt.Sprintf("The cursor stops at %d of %d decisions: those of the table, and the smallest and the largest value of each pixel.", stops, decisions)
	}
	return one
}

// about says what an HPA scales, and within which limits.
func (s subject) about() (all string) {
	for i, r := range s.runs {
		said := fmt.Sprintf("Scales %s between %d and %d", r.Target, r.Min, r.Max)
		for n, m := range r.metrics() {
			said += []string{" by ", ", "}[min(n, 1)] + m.Name + " (target " + r.target(n) + ")"
		}
		switch {
		case i == 0:
			all = said
		case said != all:
			all = s.runs[0].name + ": " + all + ". " + r.name + ": " + said
		}
	}
	return all + "."
}

// Note says which decisions a table has.
func (t table) Note() string {
	note := fmt.Sprintf("%d of %d decisions: those that changed the replicas, or a condition that says why it does not, and the first.", t.Telling, t.All)
	if t.Telling > len(t.Rows) {
		note = fmt.Sprintf("The first %d of the %d decisions (of %d) that changed the replicas, or a condition that says why it does not. The CSV has all.", len(t.Rows), t.Telling, t.All)
	}
	return note
}
