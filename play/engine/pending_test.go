package engine

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestPendingPods: what is measured of a Pending pod does not count, though it takes its part of a total. So while one of two
// pods pulls its image, the controller sees one pod that has half of the work, and takes the other one away: a cluster does
// this too.
func TestPendingPods(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		pending  time.Duration
		rescales []string
	}{
		{"not when the controller looks", 10 * time.Second, []string{"0s 1 -> 2"}},
		{"still when the controller looks", 20 * time.Second, []string{"0s 1 -> 2", "15s 2 -> 1", "30s 1 -> 2", "45s 2 -> 1"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			in := input(t, 50*time.Second, `{value: "150"}`)
			in.Controller.DownscaleStabilization = 0
			in.Workloads[0].Startup = Startup{Pending: row.pending}
			if diff := cmp.Diff(row.rescales, rescales(Play(t, in, nil).HPAs[0])); diff != "" {
				t.Errorf("rescales (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPendingPodsTakeRoom: a pod that pulls its image has its node, and the next one waits for another.
func TestPendingPodsTakeRoom(t *testing.T) {
	t.Parallel()
	w := newWorld(Input{PodLimit: 2, SampleEvery: time.Second, Workloads: []Workload{{Startup: Startup{Pending: 5 * time.Second}}}})
	l := w.workloads[0]
	l.scale(3, Start)
	for _, at := range []struct {
		after   time.Duration
		running int
	}{{time.Second, 0}, {5 * time.Second, 0}, {6 * time.Second, 2}, {time.Minute, 2}} {
		w.step(Start.Add(at.after))
		if running := len(l.pods) - l.count.pending; running != at.running {
			t.Errorf("after %s: want %d pods to run, got %d", at.after, at.running, running)
		}
	}
	l.remove(1)
	if l.count.pending != 0 {
		t.Error("want the pod without a node to be removed first")
	}
}
