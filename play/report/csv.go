package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"example.com/metrics-lab/play/engine"
)

// CSV writes all samples and all decisions, one a row, in the order of time. A column that says nothing about a row is empty.
// Seconds count from the start; values are in their own unit, not in milli-units.
func CSV(w io.Writer, d Data) error {
	all, err := d.subjects()
	if err != nil {
		return err
	}
	most := 0
	for _, s := range all {
		for _, r := range s.runs {
			most = max(most, len(r.Metrics))
		}
	}
	out := csv.NewWriter(w)
	err = out.Write(csvHead(most))
	for _, s := range all {
		for _, r := range s.runs {
			if err == nil {
				err = d.csv(out, r, most)
			}
		}
	}
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write the CSV: %w", err)
	}
	return nil
}

func csvHead(metrics int) []string {
	head := []string{"run", "hpa", "row", "seconds", "wanted", "existing", "ready", "load", "served", "backlog", "current", "desired", "proposed", "why", "conditions"}
	for i := range metrics {
		n := strconv.Itoa(i + 1)
		head = append(head, "metric"+n, "target"+n, "value"+n, "proposed"+n)
	}
	return head
}

// csv writes one run. A sample comes before the decision of the same moment: it is what the controller looked at.
func (d Data) csv(out *csv.Writer, r run, metrics int) error {
	n := 0
	for _, s := range r.Samples {
		for ; n < len(r.Decisions) && r.Decisions[n].At < s.At; n++ {
			if err := out.Write(d.csvDecision(r, n, metrics)); err != nil {
				return err
			}
		}
		row := append(csvStart(r, "sample", s.At.Seconds()), count(s.Wanted), count(s.Existing), count(s.Ready), number(load(s)), number(served(s)), number(backlog(s)))
		if err := out.Write(append(row, make([]string, len(csvHead(metrics))-len(row))...)); err != nil {
			return err
		}
	}
	for ; n < len(r.Decisions); n++ {
		if err := out.Write(d.csvDecision(r, n, metrics)); err != nil {
			return err
		}
	}
	return nil
}

func csvStart(r run, row string, seconds float64) []string {
	return []string{r.name, r.Namespace + "/" + r.Name, row, number(seconds)}
}

func count(n int32) string { return strconv.Itoa(int(n)) }

func (d Data) csvDecision(r run, n, metrics int) []string {
	of := r.Decisions[n]
	row := append(csvStart(r, "decision", of.At.Seconds()), "", "", "", "", "", "", count(of.Current), count(of.Desired), said(of.Proposed), d.why(r.Played, n), conditions(of))
	for i := range metrics {
		cells := []string{"", "", "", ""}
		if i < len(r.Metrics) {
			cells[0], cells[1] = r.Metrics[i].Name, number(value(r.Metrics[i], r.Metrics[i].Milli))
		}
		if i < len(r.Metrics) && i < len(of.Metrics) {
			if v := of.Metrics[i].Value; v != nil {
				cells[2] = number(value(r.Metrics[i], *v))
			}
			cells[3] = said(of.Metrics[i].Proposed)
		}
		row = slices.Concat(row, cells)
	}
	return row
}

func said(n *int32) string {
	if n == nil {
		return ""
	}
	return count(*n)
}

func conditions(d engine.Decision) string {
	var all []string
	for _, c := range d.Conditions {
		all = append(all, c.Type+"="+c.Status+" ("+c.Reason+")")
	}
	return strings.Join(all, ", ")
}
