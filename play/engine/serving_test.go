package engine

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// served is a workload of one pod that does 20 a second, for which 10 come, and 30 in the second minute.
func served(t *testing.T, largest int32, of Of) Input {
	t.Helper()
	in := course{replicas: 1, least: 1, most: largest, queue: one, until: 4 * time.Minute}.input(t)
	in.Workloads[0].Startup = Startup{Min: 10 * time.Second, Max: 10 * time.Second}
	in.Workloads[0].Serving = &Serving{
		Load:     value(t, `{interpolation: Step, curve: [{at: 0s, value: "10"}, {at: 60s, value: "30"}, {at: 120s, value: "10"}]}`, v1alpha1.Each),
		Capacity: 20_000,
	}
	in.Metrics = []Metric{{Type: autoscalingv2.ExternalMetricSourceType, Name: "queue", Namespace: "shop", Of: of, Workload: "web"}}
	return in
}

// at is the last sample of a moment.
func at(p *Played, when time.Duration) (found Sample) {
	for _, s := range p.Samples {
		if s.At == when {
			found = s
		}
	}
	return found
}

// TestBacklog: 30 - 20 a second wait, for a minute, and are then done at 20 - 10 a second.
func TestBacklog(t *testing.T) {
	t.Parallel()
	p := Play(t, served(t, 1, Backlog), nil).HPAs[0]
	for _, want := range []Sample{
		{At: 60 * time.Second, Wanted: 1, Existing: 1, Ready: 1, Load: 30_000, Served: 20_000},
		{At: 90 * time.Second, Wanted: 1, Existing: 1, Ready: 1, Load: 30_000, Served: 20_000, Backlog: 300_000},
		{At: 120 * time.Second, Wanted: 1, Existing: 1, Ready: 1, Load: 10_000, Served: 20_000, Backlog: 600_000},
		{At: 150 * time.Second, Wanted: 1, Existing: 1, Ready: 1, Load: 10_000, Served: 20_000, Backlog: 300_000},
		{At: 180 * time.Second, Wanted: 1, Existing: 1, Ready: 1, Load: 10_000, Served: 10_000},
	} {
		if diff := cmp.Diff(want, at(p, want.At)); diff != "" {
			t.Errorf("at %s (-want +got):\n%s", want.At, diff)
		}
	}
}

// TestClosedLoop: at 75 s 150 wait, 1.5 times what one pod is to have, and a second pod is asked for. It is Ready 10 s later,
// half a millisecond off: until then 10 more wait each second, 250, and then 10 fewer, so 200 at 90 s, which is near enough for
// 2, and 50 at 105 s, for 1, which does not count yet.
func TestClosedLoop(t *testing.T) {
	t.Parallel()
	p := Play(t, served(t, 10, Backlog), nil).HPAs[0]
	if diff := cmp.Diff([]string{"1m15s 1 -> 2"}, rescales(p)); diff != "" {
		t.Errorf("rescales (-want +got):\n%s", diff)
	}
	for when, want := range map[time.Duration]int64{75 * time.Second: 150_000, 90 * time.Second: 200_000, 105 * time.Second: 50_000, 111 * time.Second: 0} {
		if got := at(p, when).Backlog; got < want-20 || got > want+20 {
			t.Errorf("at %s: want a backlog of %d, got %d", when, want, got)
		}
	}
	if got := *p.Decisions[7].Proposed; got != 1 { // at 1 m 45 s
		t.Errorf("want 1 proposed at 105 s, got %d", got)
	}
}

// TestOf: what a metric says of the work. At 90 s 30 come, and one pod does 20, all that it can.
func TestOf(t *testing.T) {
	t.Parallel()
	for of, want := range map[Of]int64{Load: 30_000, Served: 20_000, Backlog: 300_000, Utilization: 500} {
		in := served(t, 1, of)
		in.Metrics[0].Full = 500
		if d := Play(t, in, nil).HPAs[0].Decisions[6]; d.Metrics[0].Value == nil || *d.Metrics[0].Value != want {
			t.Errorf("%s: want %d, got %+v", of, want, d)
		}
	}
}

// TestOfPods: Ready pods share it to the last milli-unit, and one that starts has its own.
func TestOfPods(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // whose time is that of a play
		w := newWorld(Input{Workloads: []Workload{{Replicas: 3, Serving: &Serving{Load: constant("0.01"), Capacity: 20}}}})
		l := w.workloads[0]
		l.start(l.create(Start), Start)
		got := func(m Metric) (all []int64) {
			for _, s := range w.ofPods(&m, Start) {
				all = append(all, s.milli)
			}
			return all
		}
		if diff := cmp.Diff([]int64{4, 3, 3}, got(Metric{Of: Load})); diff != "" {
			t.Errorf("load (-want +got):\n%s", diff)
		}
		// 10 of 20 a pod is half of it: 3 pods do 0.5 pods' work, of 600 each.
		if diff := cmp.Diff([]int64{100, 100, 100, 7}, got(Metric{Of: Utilization, Full: 600, Starting: 7})); diff != "" {
			t.Errorf("utilization (-want +got):\n%s", diff)
		}
	})
}
