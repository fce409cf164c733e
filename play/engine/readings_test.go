package engine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadings: a decision has what each metric says, in the order of the spec: 3 x 0.5 = 1.5, an error, and 700/100.
func TestReadings(t *testing.T) {
	t.Parallel()
	l := look{
		replicas: 3, metrics: requests100 + "," + hits(all100) + "," + queue(each100),
		serves: []series{perPod("50"), external("700")},
	}
	d := Play(t, l.input(t), nil).HPAs[0].Decisions[0]
	if len(d.Metrics) != 3 || !strings.Contains(d.Metrics[1].Error, "could not find the metric hits") {
		t.Fatalf("want three, of which the second has an error, got %+v", d.Metrics)
	}
	d.Metrics[1].Error = ""
	want := []Reading{
		{Value: new(int64(50_000)), Proposed: new(int32(2))}, {}, {Value: new(int64(233_334)), Proposed: new(int32(7))},
	}
	if diff := cmp.Diff(want, d.Metrics); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
}

// TestRemoval: as a ReplicaSet does, those without a node go first, then those that are not Ready, then the youngest.
func TestRemoval(t *testing.T) {
	t.Parallel()
	l := newWorkload(&Workload{Replicas: 2}) // 1 and 2
	for n := range 4 {
		if p := l.create(Start.Add(stride)); n < 3 { // 3 to 5; 6 waits
			l.start(p, Start.Add(stride))
		}
	}
	for _, n := range []int{4, 2} { // 5 and 3
		p := l.pods[n]
		l.change(p, func() { p.becomeReady(Start.Add(stride)) })
	}
	var gone []int
	for len(l.pods) > 1 {
		was := map[int]bool{}
		for _, p := range l.pods {
			was[p.number] = true
		}
		l.remove(1)
		for _, p := range l.pods {
			delete(was, p.number)
		}
		for number := range was {
			gone = append(gone, number)
		}
	}
	if diff := cmp.Diff([]int{6, 4, 5, 3, 2}, gone); diff != "" {
		t.Errorf("pods that went (-want +got):\n%s", diff)
	}
	if l.count.ready != 1 || l.count.starting != 0 || l.count.pending != 0 {
		t.Errorf("want one Ready pod, got %+v", l.count)
	}
}
