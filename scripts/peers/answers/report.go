package main

import (
	"fmt"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"example.com/metrics-lab/scripts/peers"
	"example.com/metrics-lab/scripts/peers/load"
)

// report is all that was measured.
type report struct {
	rows []*measured
}

// measured is one row.
type measured struct {
	name  string
	cells map[string]*cell // by the name of the adapter
}

// cell is what was measured of one adapter: answers, or how long it took to start, or its memory.
type cell struct {
	load         load.Result
	start        time.Duration
	memory, most int64
}

func (r *report) cell(row, adapter string) *cell {
	var of *measured
	for _, m := range r.rows {
		if m.name == row {
			of = m
		}
	}
	if of == nil {
		of = &measured{name: row, cells: map[string]*cell{}}
		r.rows = append(r.rows, of)
	}
	if of.cells[adapter] == nil {
		of.cells[adapter] = &cell{}
	}
	return of.cells[adapter]
}

func (r *report) add(row, adapter string, result load.Result) { r.cell(row, adapter).load.Add(result) }

func (r *report) addStart(adapter string, took time.Duration) {
	r.cell("start to ready", adapter).start = took
}

func (r *report) addMemory(row, adapter string, now, most int64) {
	c := r.cell(row, adapter)
	c.memory, c.most = now, most
}

// adapters are the columns, in their order.
func adapters() []string {
	return []string{peers.Ceiling, peers.Simulated, peers.Sample, peers.TestAdapter}
}

// table is what is printed.
func (r *report) table() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d cores, %d clients that ask again as soon as they are answered, %d turns of %s each.\n", runtime.NumCPU(), load.Clients, turns, turn)
	text.WriteString("An answer: answers a second; p50, p90, p99; the adapter's CPU for one; errors, if there are any.\n")
	text.WriteString("x is the answers a second as a multiple of the ceiling's, and in brackets the same of the CPU for one: below 1 is less CPU.\n\n")
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	lines := []string{"\t" + strings.Join(adapters(), "\t")}
	for _, row := range r.rows {
		line := row.name
		for _, name := range adapters() {
			line += "\t" + row.text(name)
		}
		lines = append(lines, line)
	}
	_, _ = table.Write([]byte(strings.Join(lines, "\n") + "\n")) // a builder takes all
	_ = table.Flush()
	return text.String()
}

// text is what a cell says.
func (m *measured) text(adapter string) string {
	c := m.cells[adapter]
	switch {
	case c == nil:
		return "-"
	case c.start > 0:
		return fmt.Sprintf("%.2f s", c.start.Seconds())
	case c.memory > 0:
		return fmt.Sprintf("%d MiB (%d at most)%s", c.memory>>20, c.most>>20, c.errors())
	}
	text := fmt.Sprintf("%s/s; %s, %s, %s; %s", number(c.load.PerSecond()),
		short(c.load.Percentile(0.5)), short(c.load.Percentile(0.9)), short(c.load.Percentile(0.99)), short(c.load.CPUPerAnswer()))
	text += c.errors()
	if top := m.cells[peers.Ceiling]; top != nil && adapter != peers.Ceiling && top.load.PerSecond() > 0 && top.load.CPUPerAnswer() > 0 {
		text += fmt.Sprintf("; x%s (%.2f)", number(c.load.PerSecond()/top.load.PerSecond()), float64(c.load.CPUPerAnswer())/float64(top.load.CPUPerAnswer()))
	}
	return text
}

// errors says how many there were, if there were any.
func (c *cell) errors() string {
	if c.load.Errors == 0 {
		return ""
	}
	return fmt.Sprintf("; %d errors", c.load.Errors)
}

func number(n float64) string {
	switch {
	case n >= 10:
		return fmt.Sprintf("%.0f", n)
	case n >= 0.1:
		return fmt.Sprintf("%.2f", n)
	}
	return fmt.Sprintf("%.4f", n)
}

func short(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0fms", float64(d)/1e6)
	case d >= time.Millisecond:
		return fmt.Sprintf("%.1fms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.2fms", float64(d)/1e6)
}

// numbers is a cell as JSON has it. Times are in milliseconds, memory is in bytes.
type numbers struct {
	Row       string  `json:"row"`
	Adapter   string  `json:"adapter"`
	Answers   int     `json:"answers,omitempty"`
	PerSecond float64 `json:"perSecond,omitempty"`
	P50       float64 `json:"p50,omitempty"`
	P90       float64 `json:"p90,omitempty"`
	P99       float64 `json:"p99,omitempty"`
	CPU       float64 `json:"cpuPerAnswer,omitempty"`
	Errors    int     `json:"errors,omitempty"`
	LastError string  `json:"lastError,omitempty"`
	Start     float64 `json:"start,omitempty"`
	Memory    int64   `json:"memory,omitempty"`
	Most      int64   `json:"mostMemory,omitempty"`
}

// write writes all of it as JSON.
func (r *report) write(file string) error {
	var all []numbers
	for _, row := range r.rows {
		for _, name := range adapters() {
			if c := row.cells[name]; c != nil {
				all = append(all, c.numbers(row.name, name))
			}
		}
	}
	return peers.WriteJSON(file, all)
}

func (c *cell) numbers(row, adapter string) numbers {
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	return numbers{
		Row: row, Adapter: adapter, Answers: len(c.load.Latencies), PerSecond: c.load.PerSecond(),
		P50: ms(c.load.Percentile(0.5)), P90: ms(c.load.Percentile(0.9)), P99: ms(c.load.Percentile(0.99)), CPU: ms(c.load.CPUPerAnswer()),
		Errors: c.load.Errors, LastError: c.load.LastError, Start: ms(c.start), Memory: c.memory, Most: c.most,
	}
}
