package engine

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
)

// course is a play of an HPA on an external queue, of which a pod is to have 100. Pods are Ready at once. What the queue holds
// is a curve in steps.
type course struct {
	name     string
	replicas int32
	least    int32 // 0 is 0
	most     int32
	rules    string
	metrics  string // if it is not the queue alone
	queue    string // [{at: 0s, value: "100"}]
	also     []series
	change   func(in *Input)
	until    time.Duration
	want     []string // rescales
}

func (c course) input(t testing.TB) Input {
	t.Helper()
	metrics := queue(each100)
	if c.metrics != "" {
		metrics = c.metrics
	}
	in := Input{
		Duration: c.until, Controller: DefaultController(), Workloads: []Workload{deployment(c.replicas)},
		HPAs: []*autoscalingv2.HorizontalPodAutoscaler{hpa(t, spec(c.least, c.most, metrics, c.rules))},
	}
	in.Workloads[0].Startup = Startup{}
	for _, s := range append(c.also, external("{interpolation: Step, curve: ["+c.queue+"]}")) {
		in.Metrics = append(in.Metrics, s.metric(t))
	}
	if c.change != nil {
		c.change(&in)
	}
	return in
}

func testCourses(t *testing.T, rows []course) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := Play(t, row.input(t), nil).HPAs[0]
			if diff := cmp.Diff(row.want, rescales(p)); diff != "" {
				t.Errorf("rescales (-want +got):\n%s", diff)
			}
		})
	}
}

const (
	one     = `{at: 0s, value: "100"}`
	four    = `{at: 0s, value: "400"}`
	hundred = `{at: 0s, value: "10000"}`
)

// TestLimits: min, max, and how far up the controller goes at once if an HPA has no behavior: double, or 4.
func TestLimits(t *testing.T) {
	t.Parallel()
	testCourses(t, []course{
		{
			name: "double, or 4", replicas: 1, least: 1, most: 100, queue: hundred, until: 2 * time.Minute,
			want: []string{"0s 1 -> 4", "15s 4 -> 8", "30s 8 -> 16", "45s 16 -> 32", "1m0s 32 -> 64", "1m15s 64 -> 100"},
		},
		{name: "double of 3", replicas: 3, least: 1, most: 6, queue: hundred, until: time.Minute, want: []string{"0s 3 -> 6"}},
		{name: "max", replicas: 4, least: 1, most: 7, queue: `{at: 0s, value: "1000"}`, until: time.Minute, want: []string{"0s 4 -> 7"}},
		{name: "min, after five minutes in which 10 counted", replicas: 10, least: 3, most: 20, queue: one, until: 10 * time.Minute, want: []string{"5m15s 10 -> 3"}},
		{name: "fewer than min, whatever the metric says", replicas: 1, least: 3, most: 20, queue: four, until: 0, want: []string{"0s 1 -> 3"}},
		{name: "more than max, whatever the metric says", replicas: 10, least: 1, most: 5, queue: hundred, until: time.Minute, want: []string{"0s 10 -> 5"}},
		{
			name: "negative, so as many as there may be", replicas: 1, least: 1, most: 10, queue: `{at: 0s, value: "-1"}`, until: time.Minute,
			want: []string{"0s 1 -> 4", "15s 4 -> 8", "30s 8 -> 10"},
		},
		{
			name: "a shorter stabilization of the controller: 10 counts for a minute", replicas: 10, least: 1, most: 10, queue: one, until: 2 * time.Minute,
			change: func(in *Input) { in.Controller.DownscaleStabilization = time.Minute }, want: []string{"1m15s 10 -> 1"},
		},
		{
			name: "a longer period", replicas: 1, least: 1, most: 10, queue: hundred, until: time.Minute,
			change: func(in *Input) { in.Controller.SyncPeriod = 20 * time.Second }, want: []string{"0s 1 -> 4", "20s 4 -> 8", "40s 8 -> 10"},
		},
		{
			name: "one metric is missing: up, and never down", replicas: 1, least: 1, most: 10, metrics: requests100 + "," + queue(each100),
			queue: four + `, {at: 60s, value: "100"}`, until: 20 * time.Minute, want: []string{"0s 1 -> 4"},
		},
		{
			name: "a metric fails for 10 minutes: what was proposed before does not count afterwards", replicas: 4, least: 1, most: 10, metrics: requests100,
			queue: one, also: []series{total(perPod(`{value: "100", faults: {errorRate: "1"}}`))}, until: 20 * time.Minute, want: nil,
		},
	})
}

// TestStabilizationWindows: with a behavior a proposal counts for less than the window, and without it for as long as that too.
func TestStabilizationWindows(t *testing.T) {
	t.Parallel()
	testCourses(t, []course{
		{
			name: "down, a minute", replicas: 10, least: 1, most: 10, queue: one, until: 2 * time.Minute,
			rules: `, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}`, want: []string{"1m0s 10 -> 1"},
		},
		{
			name: "down, none", replicas: 10, least: 1, most: 10, queue: one, until: time.Minute,
			rules: `, behavior: {scaleDown: {stabilizationWindowSeconds: 0}}`, want: []string{"0s 10 -> 1"},
		},
		{
			name: "down, that of the controller", replicas: 10, least: 1, most: 10, queue: one, until: 6 * time.Minute,
			rules: `, behavior: {scaleUp: {stabilizationWindowSeconds: 0}}`, want: []string{"5m0s 10 -> 1"},
		},
		{
			name: "up: 1 was proposed at 15 s, and counts until 1 m 15 s", replicas: 1, least: 1, most: 10, queue: one + `, {at: 30s, value: "400"}`, until: 2 * time.Minute,
			rules: `, behavior: {scaleUp: {stabilizationWindowSeconds: 60}}`, want: []string{"1m15s 1 -> 4"},
		},
		{
			name: "up: a peak that is shorter than the window", replicas: 1, least: 1, most: 10, until: 5 * time.Minute,
			queue: one + `, {at: 30s, value: "400"}, {at: 60s, value: "100"}`, rules: `, behavior: {scaleUp: {stabilizationWindowSeconds: 60}}`,
		},
		{
			name: "up: the lowest of those in the window", replicas: 1, least: 1, most: 10, until: 3 * time.Minute,
			queue: one + `, {at: 30s, value: "600"}, {at: 60s, value: "300"}, {at: 90s, value: "600"}`, rules: `, behavior: {scaleUp: {stabilizationWindowSeconds: 60}}`,
			want: []string{"1m15s 1 -> 3", "2m15s 3 -> 6"},
		},
		{
			name: "down: the highest of those in the window", replicas: 6, least: 1, most: 10, until: 3 * time.Minute,
			queue: `{at: 0s, value: "600"}, {at: 30s, value: "100"}, {at: 60s, value: "300"}, {at: 90s, value: "100"}`,
			rules: `, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}`, want: []string{"1m15s 6 -> 3", "2m15s 3 -> 1"},
		},
	})
}
