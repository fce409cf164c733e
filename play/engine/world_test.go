package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
)

// second is the HPA web and its workload under another name.
func second(t *testing.T, in *Input, name string) {
	t.Helper()
	other := hpa(t, web)
	other.Name, other.Spec.ScaleTargetRef.Name = name, name
	in.HPAs = append(in.HPAs, other)
	l := deployment(1)
	l.Name, l.Selector = name, "app="+name
	l.Pod.Labels = map[string]string{"app": name}
	in.Workloads = append(in.Workloads, l)
}

// TestSamplesAreOfChangesOfTheirOwn: a rescale of one workload adds none to others, or a thousand of them would fill the memory.
func TestSamplesAreOfChangesOfTheirOwn(t *testing.T) {
	t.Parallel()
	in := input(t, time.Minute, `{value: "100"}`)
	in.SampleEvery = 30 * time.Second
	second(t, &in, "other")
	two := int32(2)
	in.HPAs[1].Spec.MinReplicas = &two
	r := Play(t, in, nil)
	at := func(p *Played) (all []time.Duration) {
		for _, s := range p.Samples {
			all = append(all, s.At)
		}
		return all
	}
	if diff := cmp.Diff([]time.Duration{0, 30 * time.Second, time.Minute}, at(r.HPAs[0])); diff != "" {
		t.Errorf("samples of what did not change (-want +got):\n%s", diff)
	}
	// It is scaled at 0 s, and the new pod is Ready at 10 s. The average is then 50 of 100 for three looks, of which none counts.
	if diff := cmp.Diff([]time.Duration{0, 0, 10 * time.Second, 30 * time.Second, time.Minute}, at(r.HPAs[1])); diff != "" {
		t.Errorf("samples of what changed (-want +got):\n%s", diff)
	}
}

// TestTheLastSampleIsAtTheEnd: also between two regular ones.
func TestTheLastSampleIsAtTheEnd(t *testing.T) {
	t.Parallel()
	in := input(t, 100*time.Second, `{value: "100"}`)
	in.SampleEvery = 30 * time.Second
	samples := Play(t, in, nil).HPAs[0].Samples
	if last := samples[len(samples)-1].At; last != in.Duration || len(samples) != 5 {
		t.Errorf("want 0, 30, 60, 90 and 100 s, got %d until %s", len(samples), last)
	}
}

// TestReplicaSecondsOfManyPods: 10,000 pods for a month are 822 years, more than nanoseconds hold.
func TestReplicaSecondsOfManyPods(t *testing.T) {
	t.Parallel()
	l := newWorkload(&Workload{Replicas: 10_000})
	month := 30 * 24 * time.Hour
	w := &world{workloads: []*workload{l}}
	w.note(Start.Add(month))
	if got, want := float64(l.podMicros)/1e6, 10_000*month.Seconds(); got != want {
		t.Errorf("want %g s, got %g s", want, got)
	}
}

// TestStartupInMilliseconds: pods become Ready between the moments at which the controller looks, whatever is asked for.
func TestStartupInMilliseconds(t *testing.T) {
	t.Parallel()
	for _, startup := range []Startup{{Min: 1500500 * time.Microsecond, Max: time.Second}, {Min: 999999 * time.Nanosecond, Max: time.Second}} {
		l := newWorkload(&Workload{Startup: startup})
		for range 10 {
			if p := l.create(Start); p.startup%time.Millisecond != 0 {
				t.Errorf("%v: want whole milliseconds, got %s", startup, p.startup)
			}
		}
	}
}

// TestHPAsAreLookedAtInOrder: of two that select the same pods, the first one is the first to look, and scales once before the
// other one's selector is known. It is the same each time.
func TestHPAsAreLookedAtInOrder(t *testing.T) {
	t.Parallel()
	for range 10 {
		in := input(t, time.Minute, `{value: "300"}`)
		second(t, &in, "other")
		in.Workloads[1].Selector, in.Workloads[1].Pod.Labels = in.Workloads[0].Selector, in.Workloads[0].Pod.Labels
		r := Play(t, in, nil)
		// 2 pods have 150 each: the first HPA sees both, 2 x 1.5 = 3.
		if diff := cmp.Diff([]string{"0s 1 -> 3"}, rescales(r.HPAs[0])); diff != "" {
			t.Fatalf("rescales of the first (-want +got):\n%s", diff)
		}
		if all := rescales(r.HPAs[1]); all != nil {
			t.Fatalf("want no rescale of the second, got %v", all)
		}
		for _, p := range r.HPAs {
			last := p.Decisions[len(p.Decisions)-1]
			if !slices.ContainsFunc(last.Conditions, func(c Condition) bool {
				return c.Type == string(autoscalingv2.ScalingActive) && c.Reason == "AmbiguousSelector"
			}) {
				t.Fatalf("%s: want an ambiguous selector, got %+v", p.Name, last.Conditions)
			}
		}
	}
}
