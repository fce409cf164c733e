package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]int{"1": {1}, "100,500,1000": {100, 500, 1000}, "": nil, "10,10": nil, "0": nil, "10,ten": nil} {
		got, err := parse(text)
		if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (want != nil) {
			t.Errorf("%q: %v: %s", text, err, diff)
		}
	}
}

// The parts of what a worker takes for one HPA have to be seen in the table as they were measured.
func TestTable(t *testing.T) {
	t.Parallel()
	c := cell{HPAs: 100, Adapter: "simulated", Limits: "defaults", numbers: numbers{
		Every: 15_100, Round: 2_000, Sync: 100, Limit: 60, Answers: 30, FromAdapter: 4, ComputedP99: 80, AnsweredP99: 5, Syncs: 300, Failed: 1,
		CPU: [3]float64{0.1, 0.2, 0.3}, Memory: [3]int64{50 << 20, 300 << 20, 100 << 20},
	}}
	want := "100 simulated defaults 15.1 s 2.0 s 100.0 ms = 60.0 + 30.0 (4.0) + 10.0 80 ms 5 ms 0.10 0.20 0.30 50 300 100 1 of 300"
	if got := strings.Join(strings.Fields(table([]cell{c})), " "); !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end with %q", got, want)
	}
}
