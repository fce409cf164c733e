package engine

import (
	"testing"
	"time"
)

func down(policies string) string {
	return `, behavior: {scaleDown: {stabilizationWindowSeconds: 0, ` + policies + `}}`
}

func up(policies string) string { return `, behavior: {scaleUp: {` + policies + `}}` }

// TestPolicies: how fast a behavior lets an HPA go. A change counts against a policy for less than its period.
func TestPolicies(t *testing.T) {
	t.Parallel()
	testCourses(t, []course{
		{
			name: "down, 2 pods a minute", replicas: 10, least: 1, most: 10, queue: one, until: 5 * time.Minute,
			rules: down(`policies: [{type: Pods, value: 2, periodSeconds: 60}]`),
			want:  []string{"0s 10 -> 8", "1m0s 8 -> 6", "2m0s 6 -> 4", "3m0s 4 -> 2", "4m0s 2 -> 1"},
		},
		{
			name: "down, half in 30 s, cut: 2.5 is 2", replicas: 10, least: 1, most: 10, queue: one, until: 2 * time.Minute,
			rules: down(`policies: [{type: Percent, value: 50, periodSeconds: 30}]`),
			want:  []string{"0s 10 -> 5", "30s 5 -> 2", "1m0s 2 -> 1"},
		},
		{
			name: "down, a tenth, cut: 4.5 is 4, 3.6 is 3, 2.7 is 2, 1.8 is 1", replicas: 5, least: 1, most: 10, queue: one, until: 2 * time.Minute,
			rules: down(`policies: [{type: Percent, value: 10, periodSeconds: 15}]`),
			want:  []string{"0s 5 -> 4", "15s 4 -> 3", "30s 3 -> 2", "45s 2 -> 1"},
		},
		{
			name: "down, the larger of 1 pod and half", replicas: 10, least: 1, most: 10, queue: one, until: 2 * time.Minute,
			rules: down(`policies: [{type: Pods, value: 1, periodSeconds: 15}, {type: Percent, value: 50, periodSeconds: 15}]`),
			want:  []string{"0s 10 -> 5", "15s 5 -> 2", "30s 2 -> 1"},
		},
		{
			name: "down, the smaller of 1 pod and half", replicas: 10, least: 7, most: 10, queue: one, until: 2 * time.Minute,
			rules: down(`selectPolicy: Min, policies: [{type: Pods, value: 1, periodSeconds: 15}, {type: Percent, value: 50, periodSeconds: 15}]`),
			want:  []string{"0s 10 -> 9", "15s 9 -> 8", "30s 8 -> 7"},
		},
		{name: "down, never", replicas: 10, least: 1, most: 10, queue: one, until: 20 * time.Minute, rules: down(`selectPolicy: Disabled`)},
		{
			name: "up, 1 pod", replicas: 1, least: 1, most: 10, queue: four, until: time.Minute, rules: up(`policies: [{type: Pods, value: 1, periodSeconds: 15}]`),
			want: []string{"0s 1 -> 2", "15s 2 -> 3", "30s 3 -> 4"},
		},
		{
			name: "up, double in a minute", replicas: 2, least: 1, most: 10, queue: hundred, until: 3 * time.Minute,
			rules: up(`policies: [{type: Percent, value: 100, periodSeconds: 60}]`), want: []string{"0s 2 -> 4", "1m0s 4 -> 8", "2m0s 8 -> 10"},
		},
		{
			name: "up, a tenth, rounded up: 1.1 is 2, 2.2 is 3, 3.3 is 4", replicas: 1, least: 1, most: 10, queue: four, until: time.Minute,
			rules: up(`policies: [{type: Percent, value: 10, periodSeconds: 15}]`), want: []string{"0s 1 -> 2", "15s 2 -> 3", "30s 3 -> 4"},
		},
		{
			name: "up, the smaller of 4 pods and double", replicas: 1, least: 1, most: 20, queue: hundred, until: 2 * time.Minute,
			rules: up(`selectPolicy: Min, policies: [{type: Pods, value: 4, periodSeconds: 15}, {type: Percent, value: 100, periodSeconds: 15}]`),
			want:  []string{"0s 1 -> 2", "15s 2 -> 4", "30s 4 -> 8", "45s 8 -> 12", "1m0s 12 -> 16", "1m15s 16 -> 20"},
		},
		{
			name: "up, the defaults of a behavior: the larger of 4 pods and double", replicas: 1, least: 1, most: 30, queue: hundred, until: 2 * time.Minute,
			rules: down(`selectPolicy: Max`), want: []string{"0s 1 -> 5", "15s 5 -> 10", "30s 10 -> 20", "45s 20 -> 30"},
		},
		{name: "up, never", replicas: 1, least: 1, most: 10, queue: hundred, until: 20 * time.Minute, rules: up(`selectPolicy: Disabled`)},
		{
			name: "what came counts for what goes: 3 came at 0 s, so 4 - 3 - 1 = 0 to go below, and up to 5 - 2 stay", replicas: 1, least: 1, most: 10,
			queue: four + `, {at: 15s, value: "100"}`, until: 2 * time.Minute, rules: down(`policies: [{type: Pods, value: 1, periodSeconds: 60}]`),
			want: []string{"0s 1 -> 4", "15s 4 -> 1"},
		},
	})
}

// TestZero: an HPA with an external metric goes to zero, and back when something waits. Nobody else's zero is touched.
func TestZero(t *testing.T) {
	t.Parallel()
	none := `{at: 0s, value: "0"}`
	testCourses(t, []course{
		{
			name: "at once, and back", replicas: 2, most: 10, queue: none + `, {at: 60s, value: "150"}`, until: 2 * time.Minute, rules: down(`selectPolicy: Max`),
			want: []string{"0s 2 -> 0", "1m0s 0 -> 2"},
		},
		{
			name: "after five minutes, and back, 4 at most", replicas: 2, most: 10, queue: none + `, {at: 10m, value: "700"}`, until: 11 * time.Minute,
			want: []string{"5m15s 2 -> 0", "10m0s 0 -> 4", "10m15s 4 -> 7"},
		},
		{
			name: "with a Value: 150/100, up", replicas: 2, most: 10, metrics: queue(all100), queue: none + `, {at: 60s, value: "150"}, {at: 75s, value: "100"}`,
			until: 2 * time.Minute, rules: down(`selectPolicy: Max`), want: []string{"0s 2 -> 0", "1m0s 0 -> 2"},
		},
		{name: "not below min", replicas: 2, least: 1, most: 10, queue: none, until: 10 * time.Minute, want: []string{"5m15s 2 -> 1"}},
		{name: "zero of somebody else", replicas: 0, most: 10, queue: hundred, until: 10 * time.Minute},
	})
}
