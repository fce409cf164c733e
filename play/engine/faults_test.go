package engine

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

// faulty is the HPA web on a load of 300, with faults.
func faulty(t *testing.T, duration time.Duration, faults string) Input {
	t.Helper()
	in := input(t, duration, `{value: "300", faults: {`+faults+`}}`)
	in.Workloads[0].Replicas = 3
	return in
}

// TestLatency: a look takes as long as the metric does, and the next one begins a period later. A play ends when it ends,
// though a look does not.
func TestLatency(t *testing.T) {
	t.Parallel()
	r := Play(t, faulty(t, 10*time.Minute, "latency: 2s"), nil)
	if r.Duration != 10*time.Minute {
		t.Errorf("want a duration of 10 m, got %s", r.Duration)
	}
	p := r.HPAs[0]
	for n, d := range p.Decisions {
		if want := time.Duration(n) * 17 * time.Second; d.At != want {
			t.Fatalf("look %d: want one at %s, got %s", n, want, d.At)
		}
	}
	if p.ReplicaSeconds != 1800 {
		t.Errorf("want 3 replicas for 600 s, got %g replica seconds", p.ReplicaSeconds)
	}
}

// TestLatencyIsTheSameEachTime: though the controller's informer, which looks each 15 s, and the end of a slow look meet.
func TestLatencyIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	var first []byte
	for range 20 {
		got, err := json.Marshal(Play(t, faulty(t, time.Hour, "latency: 1s"), nil))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		if !bytes.Equal(first, got) {
			t.Fatal("the results differ")
		}
	}
}
