package live_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/live"
)

// replicas is a result in which replicas change at moments.
func replicas(steps ...live.Step) *engine.Result {
	p := &engine.Played{Namespace: "default", Name: "web"}
	for _, s := range steps {
		p.Samples = append(p.Samples,
			engine.Sample{At: s.At, Wanted: s.Replicas}, engine.Sample{At: s.At + time.Millisecond, Wanted: s.Replicas, Ready: 1})
	}
	return &engine.Result{HPAs: []*engine.Played{p}}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	simulated := replicas(live.Step{At: 0, Replicas: 2}, live.Step{At: 20 * time.Second, Replicas: 7})
	for _, row := range []struct {
		name        string
		real        *engine.Result
		same, equal bool
		verdict     string
	}{
		{"the same", simulated, true, true, "equal: 2 steps, at most 0.00s apart"},
		{"a period and a second later", replicas(live.Step{At: 0, Replicas: 2}, live.Step{At: 22 * time.Second, Replicas: 7}), true, true,
			"equal: 2 steps, at most 2.00s apart"},
		{"earlier", replicas(live.Step{At: 0, Replicas: 2}, live.Step{At: 19 * time.Second, Replicas: 7}), true, true,
			"equal: 2 steps, at most 1.00s apart"},
		{"too late", replicas(live.Step{At: 0, Replicas: 2}, live.Step{At: 22100 * time.Millisecond, Replicas: 7}), true, false,
			"the same replicas, 2.10s apart, more than 2.00s"},
		{"late since the one before is", replicas(live.Step{At: 1500 * time.Millisecond, Replicas: 2}, live.Step{At: 23 * time.Second, Replicas: 7}), true, true,
			"equal: 2 steps, at most 1.50s apart"},
		{"other replicas", replicas(live.Step{At: 0, Replicas: 2}, live.Step{At: 20 * time.Second, Replicas: 8}), false, false, "the replicas differ"},
		{"a step more", replicas(live.Step{At: 0, Replicas: 2}, live.Step{At: 20 * time.Second, Replicas: 5}, live.Step{At: 21 * time.Second, Replicas: 7}),
			false, false, "the replicas differ"},
		{"a step less", replicas(live.Step{At: 0, Replicas: 2}), false, false, "the replicas differ"},
		{"no such HPA", &engine.Result{}, false, false, "the replicas differ"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := live.Compare(simulated, row.real, time.Second)[0]
			if c.Same() != row.same || c.Equal() != row.equal {
				t.Errorf("want same %t and equal %t, got %t and %t", row.same, row.equal, c.Same(), c.Equal())
			}
			var b strings.Builder
			if err := c.Write(&b); err != nil {
				t.Fatal(err)
			}
			if first, _, _ := strings.Cut(b.String(), "\n"); first != "default/web: "+row.verdict {
				t.Errorf("want %q, got %q", row.verdict, first)
			}
		})
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	c := live.Compare(replicas(live.Step{At: 0, Replicas: 2}, live.Step{At: 20 * time.Second, Replicas: 7}),
		replicas(live.Step{At: 0, Replicas: 2}, live.Step{At: 20300 * time.Millisecond, Replicas: 6}, live.Step{At: 21 * time.Second, Replicas: 7}), time.Second)[0]
	var b strings.Builder
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := `default/web: the replicas differ
  simulated  replicas  real    replicas  apart
  0.00s      2         0.00s   2         0.00s
  20.00s     7         20.30s  6         0.30s
  -          -         21.00s  7         
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}
