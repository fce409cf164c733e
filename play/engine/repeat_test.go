package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// busy is a play with all that is left to chance: start-up times, pods that fail, faults; and with several HPAs.
func busy(t *testing.T) Input {
	t.Helper()
	in := input(t, 20*time.Minute, `{curve: [{at: 0s, value: "100"}, {at: 10m, value: "2000"}, {at: 20m, value: "10"}], faults: {errorRate: "0.2"}}`)
	second(t, &in, "other")
	second(t, &in, "third")
	both := hpa(t, spec(1, 10, requests100+","+queue(each100), ""))
	both.Name, both.Spec.ScaleTargetRef.Name = "third", "third"
	in.HPAs[2] = both
	in.Metrics = append(in.Metrics, external(`{value: "300", faults: {latency: 1s}}`).metric(t))
	for i := range in.Workloads {
		in.Workloads[i].Startup = Startup{Min: time.Second, Max: time.Minute, Fail: 0.1, Seed: 7}
	}
	in.PodLimit = 20
	return in
}

func played(t *testing.T, in Input) []byte {
	t.Helper()
	data, err := json.Marshal(Play(t, in, nil))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestPlaysBesideEachOther: one input that several plays share gives each the same, and is not changed.
func TestPlaysBesideEachOther(t *testing.T) {
	in := busy(t)
	want := played(t, in)
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			if !bytes.Equal(want, played(t, in)) {
				t.Error("the results differ")
			}
		})
	}
}

// TestNothingIsLeft: neither goroutines of a play that ended nor of one that was interrupted during a slow look.
func TestNothingIsLeft(t *testing.T) { //nolint:paralleltest // it counts goroutines
	in := busy(t)
	Play(t, in, nil) // what Kubernetes' packages start once, they start now
	before := runtime.NumGoroutine()
	for n := range 5 {
		asked := 0
		Play(t, in, func() bool { asked++; return asked > 10*n })
	}
	after := runtime.NumGoroutine()
	for range 100 { // those that end are there for a moment
		if after <= before {
			return
		}
		<-time.After(10 * time.Millisecond)
		after = runtime.NumGoroutine()
	}
	t.Errorf("want %d goroutines, got %d", before, after)
}

// TestInterrupted: the result is that of a shorter play.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	in := busy(t)
	asked := 0
	got := Play(t, in, func() bool { asked++; return asked > 400 })
	if got.Duration <= 0 || got.Duration >= in.Duration {
		t.Fatalf("want a part of the time, got %s", got.Duration)
	}
	whole := Play(t, in, nil)
	for n, p := range got.HPAs {
		all := whole.HPAs[n].Decisions[:len(p.Decisions)]
		if diff := cmp.Diff(all[:len(all)-1], p.Decisions[:len(all)-1]); diff != "" {
			t.Errorf("%s: decisions (-whole +got):\n%s", p.Name, diff)
		}
		if last := p.Samples[len(p.Samples)-1]; last.At != got.Duration {
			t.Errorf("%s: want the last sample at %s, got %s", p.Name, got.Duration, last.At)
		}
	}
	if r := Play(t, in, func() bool { return true }); r.Duration != 0 {
		t.Errorf("want nothing of a play that is interrupted at once, got %s", r.Duration)
	}
}

// ready is how many pods are Ready at the end of a play that wants 200 at once.
func ready(t *testing.T, startup Startup) []Sample {
	t.Helper()
	in := input(t, 5*time.Minute, `{value: "100"}`)
	in.Metrics[0].Value = value(t, `{value: "100"}`, v1alpha1.Each)
	in.HPAs[0].Spec.MinReplicas, in.HPAs[0].Spec.MaxReplicas = new(int32(200)), 200
	in.Workloads[0].Startup = startup
	return Play(t, in, nil).HPAs[0].Samples
}

// TestStartup: who fails, and how long the others take, is left to a seed.
func TestStartup(t *testing.T) {
	t.Parallel()
	last := func(all []Sample) int32 { return all[len(all)-1].Ready }
	if got := last(ready(t, Startup{Max: time.Minute, Seed: 1})); got != 200 {
		t.Errorf("want all 200 pods Ready, got %d", got)
	}
	if got := last(ready(t, Startup{Fail: 1, Seed: 1})); got != 1 {
		t.Errorf("want none Ready but the one that was there, got %d", got)
	}
	half := last(ready(t, Startup{Fail: 0.5, Seed: 1}))
	if half < 70 || half > 130 { // four standard deviations, of 7
		t.Errorf("want about half Ready, got %d", half)
	}
	if again := last(ready(t, Startup{Fail: 0.5, Seed: 1})); again != half {
		t.Errorf("want %d Ready with the same seed, got %d", half, again)
	}
	first, other := ready(t, Startup{Max: time.Minute, Seed: 1}), ready(t, Startup{Max: time.Minute, Seed: 2})
	if cmp.Equal(first, other) {
		t.Error("want another seed to make a difference")
	}
	for _, s := range first {
		if s.At > time.Minute && s.Ready != 200 || s.At > 0 && s.At < time.Second && s.Ready > 20 {
			t.Errorf("want pods Ready little by little within a minute, got %+v", s)
		}
	}
}

// TestPodLimit: of 5 pods for which there is room, the other workload has 2. The third of the HPA's new ones waits until one of
// those goes at 1 m; it is Ready 10 s later.
func TestPodLimit(t *testing.T) {
	t.Parallel()
	in := course{replicas: 1, least: 1, most: 4, queue: four, until: 2 * time.Minute}.input(t)
	second(t, &in, "other")
	in.HPAs[1].Spec = hpa(t, spec(1, 10, queue(each100), `, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}`)).Spec
	in.HPAs[1].Spec.ScaleTargetRef.Name = "other"
	in.HPAs[1].Spec.Metrics[0].External.Metric.Name = "other"
	in.Metrics = append(in.Metrics, external("100").metric(t))
	in.Metrics[1].Name = "other"
	in.Workloads[0].Startup = Startup{Min: 10 * time.Second, Max: 10 * time.Second}
	in.Workloads[1].Replicas, in.PodLimit = 2, 5
	p := Play(t, in, nil).HPAs[0]
	for when, want := range map[time.Duration]int32{time.Second: 1, 11 * time.Second: 3, 69 * time.Second: 3, 71 * time.Second: 4} {
		if got := at(p, when); got.Existing != 4 || got.Ready != want {
			t.Errorf("at %s: want 4 pods, and %d of them Ready, got %+v", when, want, got)
		}
	}
}
