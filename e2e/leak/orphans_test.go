package leak

import (
	"context"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shirou/gopsutil/v4/process"

	"example.com/metrics-lab/lab/lifecycle"
)

// TestOrphans: of a run that is killed with its guard something is left, and
// the next run removes it. Two next runs at once do not remove each other's
// labs, which are in the making, nor one that was kept.
func TestOrphans(t *testing.T) {
	only(t, lifecycle.Embedded) // what removes a lab is the same on both
	t.Parallel()
	p := newPlace(t).withCache(t) // so that runs of others do not find them
	var early, tested, kept *running
	t.Cleanup(func() { // should the next runs not come to it
		for _, r := range []*running{early, tested, kept} {
			if r != nil && r.lab() != "" {
				down(context.WithoutCancel(t.Context()), t, r.lab())
			}
		}
	})
	before := p.look(t.Context(), t)

	early = p.start(t, nil)
	tested = p.start(t, []string{fault + "hang"})
	early.killWithGuard(t, runs("kube-apiserver"))
	kept = p.start(t, nil, "-keep")
	tested.killWithGuard(t, hanging)
	if exit := kept.end(t, madeTimeout); exit != "exit status 0" {
		t.Errorf("the run whose lab is kept ended with %s", exit)
	}
	for _, orphan := range []*running{early, tested} {
		if len(processes(t, orphan.lab())) == 0 {
			t.Errorf("nothing is left of %s: this test tests nothing", orphan.lab())
		}
	}
	was := processes(t, kept.lab())

	next := []*running{p.start(t, nil, "-test.run=TestLab/registration"), p.start(t, nil, "-test.run=TestLab/registration")}
	said := ""
	for _, r := range next {
		if exit := r.end(t, madeTimeout); exit != "exit status 0" {
			t.Errorf("a next run ended with %s", exit)
		}
		said += r.said(t)
	}
	for _, orphan := range []*running{early, tested} {
		if want := "Lab " + orphan.lab() + ", whose run was killed with its guard: removed\n"; strings.Count(said, want) != 1 {
			t.Errorf("the next runs do not say once %q", want)
		}
	}
	if diff := cmp.Diff(was, processes(t, kept.lab())); diff != "" {
		t.Errorf("processes of the lab that was kept (-before +after)\n%s", diff)
	}
	down(t.Context(), t, kept.lab())
	p.nothingLeft(t, before, early.lab(), tested.lab(), kept.lab(), next[0].lab(), next[1].lab())
}

// killWithGuard kills the guard and then the run, which the guard would notice.
func (r *running) killWithGuard(t *testing.T, when moment) {
	t.Helper()
	when(t, r)
	all, err := process.ProcessesWithContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range all {
		parent, _ := other.PpidWithContext(t.Context()) // it may have ended
		args, _ := other.CmdlineSliceWithContext(t.Context())
		if int(parent) == r.cmd.Process.Pid && slices.Equal(args, []string{r.place.suite()}) {
			if err := other.KillWithContext(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.kill(t, syscall.SIGKILL, false)
	r.end(t, endTimeout)
}
