package scenario

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/play/engine"
)

// played is ten minutes of the HPA web: 2 replicas, 6 from 1m, 4 from 3m, 9 from 4m, 3 from 8m.
func played() *engine.Result {
	p := &engine.Played{Namespace: "shop", Name: "web"}
	at := []time.Duration{0, 1, 3, 4, 8}
	for i, n := range []int32{2, 6, 4, 9, 3} {
		end := time.Duration(10)
		if i+1 < len(at) {
			end = at[i+1]
			p.Samples = append(p.Samples, engine.Sample{At: at[i] * time.Minute, Wanted: n, Existing: n}, engine.Sample{At: end * time.Minute, Wanted: n, Existing: n})
		} else {
			p.Samples = append(p.Samples, engine.Sample{At: at[i] * time.Minute, Wanted: n, Existing: n})
		}
		p.ReplicaSeconds += float64(n) * ((end - at[i]) * time.Minute).Seconds()
	}
	for m := range 11 {
		value := int64(100+10*m) * 1000
		d := engine.Decision{At: time.Duration(m) * time.Minute, Metrics: []engine.Reading{{Value: &value}}}
		d.Conditions = []engine.Condition{{Type: "AbleToScale", Status: "True", Reason: "ReadyForNewScale", Message: "so it is"}}
		if m == 5 {
			d.Conditions[0].Reason = "ScaleDownStabilized"
			d.Metrics[0].Value = nil // it cannot be read
		}
		p.Decisions = append(p.Decisions, d)
	}
	p.Events = []engine.Event{{At: time.Minute, Reason: "SuccessfulRescale", Message: "New size: 6"}}
	return &engine.Result{Duration: 10 * time.Minute, HPAs: []*engine.Played{{Namespace: "other", Name: "web"}, p}}
}

func TestExpectations(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		expectation string
		want        string // the failure; empty if it is met
	}{
		{"replicas: {min: 2, max: 9}", ""},
		{"replicas: {min: 3}", "at 0s: want at least 3 replicas, got 2 replicas"},
		{"replicas: {max: 6}", "at 4m: want at most 6 replicas, got 9 replicas"},
		{"replicas: {max: 6, to: 4m}", ""},
		{"replicas: {max: 6, from: 5m}", "at 5m: want at most 6 replicas, got 9 replicas"},
		{"replicas: {max: 6, from: 8m}", ""},
		{"replicas: {min: 6, max: 6, from: 1m, to: 3m}", ""},
		{"replicas: {min: 6, max: 6, from: 30s, to: 3m}", "at 30s: want 6 replicas, got 2 replicas"},
		{"replicas: {min: 6, max: 6, from: 1m, to: 181s}", "at 3m: want 6 replicas, got 4 replicas"},
		{"replicas: {max: 0, from: 9m}", "at 9m: want at most 0 replicas, got 3 replicas"},

		{"reaches: {replicas: 6, by: 1m}", ""},
		{"reaches: {replicas: 5, by: 1m}", ""},
		{"reaches: {replicas: 6, by: 59s}", "at 59s: want 6 replicas, got 2 replicas"},
		{"reaches: {replicas: 9, by: 10m}", ""},
		{"reaches: {replicas: 10, by: 10m}", "at 10m: want 10 replicas, got 3 replicas"},
		{"reaches: {replicas: 3, from: 5m, by: 8m}", ""},
		{"reaches: {replicas: 3, from: 5m, by: 7m}", "at 7m: want 3 replicas, got 9 replicas"},
		{"reaches: {replicas: 2, from: 2m, by: 10m}", "at 10m: want 2 replicas, got 3 replicas"},

		{"never: {above: 9}", ""},
		{"never: {above: 8}", "at 4m: want never above 8 replicas, got 9 replicas"},
		{"never: {below: 2}", ""},
		{"never: {below: 3, above: 9}", "at 0s: want never below 3 replicas, got 2 replicas"},

		{"directionChanges: {max: 3}", ""},
		{"directionChanges: {max: 2}", "at 8m: want at most 2 changes of direction, got number 3, from 9 to 3 replicas"},
		{"directionChanges: {max: 0}", "at 3m: want at most 0 changes of direction, got number 1, from 6 to 4 replicas"},

		{`value: {metric: http_requests, above: "200"}`, ""},
		{`value: {metric: http_requests, above: "120", forAtMost: 6m}`, ""},
		{`value: {metric: http_requests, above: "120", forAtMost: 5m}`, "at 9m: want http_requests above 120 for at most 5m, got 190, and 6m until then and the next look"},
		{`value: {metric: http_requests, below: "110"}`, "at 0s: want http_requests below 110 for at most 0s, got 100, and 1m until then and the next look"},

		{`condition: {type: AbleToScale, reason: ScaleDownStabilized}`, ""},
		{`condition: {type: AbleToScale, status: "True", reason: ScaleDownStabilized, seen: false}`, "at 5m: want no condition AbleToScale True ScaleDownStabilized, got True ScaleDownStabilized: so it is"},
		{`condition: {type: AbleToScale, reason: ScaleDownStabilized, seen: false, from: 6m}`, ""},
		{`condition: {type: AbleToScale, status: "False"}`, "at 10m: want condition AbleToScale False, got never, at last True ReadyForNewScale: so it is"},
		{`condition: {type: ScalingActive, status: "True", to: 3m}`, "at 3m: want condition ScalingActive True, got never, at last no such condition"},

		{"event: {reason: SuccessfulRescale}", ""},
		{"event: {reason: SuccessfulRescale, seen: false}", "at 1m: want no event SuccessfulRescale, got New size: 6"},
		{"event: {reason: SuccessfulRescale, seen: false, from: 2m}", ""},
		{"event: {reason: FailedRescale, seen: false}", ""},
		{"event: {reason: FailedRescale, to: 5m}", "at 5m: want event FailedRescale, got none"},

		{`cost: {replicaHours: "1"}`, ""},
		{`cost: {replicaHours: "0.5"}`, "at 5m20s: want at most 0.5 replica-hours, got 1.000 in all"},
		{`cost: {replicaHours: "0"}`, "at 0s: want at most 0 replica-hours, got 1.000 in all"},
	} {
		t.Run(row.expectation, func(t *testing.T) {
			t.Parallel()
			e := expected(t, row.expectation)
			got := ""
			if f := e.Check(played()); f != nil {
				got = strings.TrimPrefix(f.String(), "testdata/x.yaml:7: a: HPA shop/web: ")
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("%s: failure (-want +got):\n%s", e.Name, diff)
			}
		})
	}
}

// expected is an expectation of a test of the HPA web.
func expected(t *testing.T, expectation string) Expectation {
	t.Helper()
	file, err := decode(&report{file: "testdata/x.yaml"}, []byte(expect(expectation)))
	if err != nil {
		t.Fatal(err)
	}
	return file.Tests[0].Expect[0]
}

// TestValueThatIsNeverRead: that it is never beyond a bound says nothing.
func TestValueThatIsNeverRead(t *testing.T) {
	t.Parallel()
	result := played()
	for i := range result.HPAs[1].Decisions {
		result.HPAs[1].Decisions[i].Metrics = nil
	}
	f := expected(t, `value: {metric: http_requests, above: "1"}`).Check(result)
	if f == nil || f.Got != "none, as it could never be read" {
		t.Errorf("want a failure, got %v", f)
	}
}

func TestCheckTellsAllFailures(t *testing.T) {
	t.Parallel()
	file, err := decode(&report{file: "testdata/x.yaml"}, []byte(one(served, "expect:", "- never: {above: 8}", "- never: {above: 9}", "- never: {below: 3}")))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range file.Tests[0].Check(played()) {
		got = append(got, fmt.Sprintf("%s:%d %s/%s %s %s", f.File, f.Line, f.Namespace, f.HPA, f.Name, f.At))
	}
	want := []string{"testdata/x.yaml:7 shop/web never above 8 replicas 4m0s", "testdata/x.yaml:9 shop/web never below 3 replicas 0s"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
}
