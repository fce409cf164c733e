package main

import (
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/scripts/peers"
	"example.com/metrics-lab/scripts/peers/load"
)

func TestText(t *testing.T) {
	t.Parallel()
	result := func(answers int, cpu time.Duration, errors int) load.Result {
		r := load.Result{Took: time.Second, CPU: cpu * time.Duration(answers), Errors: errors}
		for range answers {
			r.Latencies = append(r.Latencies, 2*time.Millisecond)
		}
		return r
	}
	var r report
	r.add("by name", peers.Ceiling, result(1000, time.Millisecond, 0))
	r.add("by name", peers.Ceiling, result(3000, time.Millisecond, 0)) // another turn: 2,000 a second in all
	r.add("by name", peers.Simulated, result(1000, 2*time.Millisecond, 3))
	r.add("alone", peers.Simulated, result(5, 2*time.Millisecond, 0))
	r.addStart(peers.Ceiling, 1500*time.Millisecond)
	r.addMemory("memory", peers.Ceiling, 50<<20, 60<<20)
	want := map[string]map[string]string{
		"by name": {
			peers.Ceiling:   "2000/s; 2.0ms, 2.0ms, 2.0ms; 1.0ms",
			peers.Simulated: "1000/s; 2.0ms, 2.0ms, 2.0ms; 2.0ms; 3 errors; x0.50 (2.00)",
			peers.Sample:    "-",
		},
		"alone":          {peers.Simulated: "5.00/s; 2.0ms, 2.0ms, 2.0ms; 2.0ms"},
		"start to ready": {peers.Ceiling: "1.50 s"},
		"memory":         {peers.Ceiling: "50 MiB (60 at most)"},
	}
	for _, row := range r.rows {
		for adapter, text := range want[row.name] {
			if got := row.text(adapter); got != text {
				t.Errorf("%s, %s: got %q, want %q", row.name, adapter, got, text)
			}
		}
	}
	if lines := strings.Count(r.table(), "\n"); lines != 5+len(want) {
		t.Errorf("the table has %d lines:\n%s", lines, r.table())
	}
}
