package engine

import "testing"

// requests100 is a target of 100 a pod.
const requests100 = `{type: Pods, pods: {metric: {name: http_requests}, target: {type: AverageValue, averageValue: "100"}}}`

// TestPodsLooks: the names have the arithmetic. A ratio of 1 ± 0.1 is near enough for the controller.
func TestPodsLooks(t *testing.T) {
	t.Parallel()
	tolerant := func(in *Input) { in.Controller.Tolerance = 0.5 }
	limited := func(in *Input) { in.PodLimit = 3 }
	testLooks(t, []look{
		{name: "up: 3 x 130/100 = 3.9", replicas: 3, serves: []series{perPod("130")}, want: 4},
		{name: "exactly on target", replicas: 3, serves: []series{perPod("100")}, want: 3},
		{name: "upper edge of the tolerance: 110/100 = 1.1", replicas: 3, serves: []series{perPod("110")}, want: 3},
		{name: "just above: 3 x 1.10001 = 3.30003", replicas: 3, serves: []series{perPod("110.001")}, want: 4},
		{name: "lower edge of the tolerance: 90/100 = 0.9", replicas: 20, serves: []series{perPod("90")}, want: 20},
		{name: "just below: 20 x 0.89999 = 17.9998", replicas: 20, serves: []series{perPod("89.999")}, want: 18},
		{name: "down: 10 x 50/100", replicas: 10, serves: []series{perPod("50")}, want: 5},
		{name: "down, rounded up: 10 x 51/100 = 5.1", replicas: 10, serves: []series{perPod("51")}, want: 6},
		{name: "nothing to do: 10 x 0/100", replicas: 10, serves: []series{perPod("0")}, want: 0},
		{name: "far up: 2 x 100,000/100", replicas: 2, serves: []series{perPod("100000")}, want: 2000},
		{name: "negative: 3 x -50/100 = -1.5, up to -1", replicas: 3, serves: []series{perPod("-50")}, want: -1},
		{name: "total: 1,000 of 4 pods is 250 each, 4 x 2.5", replicas: 4, serves: []series{total(perPod("1000"))}, want: 10},
		{name: "total that leaves a rest: (100.334 + 2 x 100.333)/3 = 100.333", replicas: 3, serves: []series{total(perPod("301"))}, want: 3},

		{name: "tolerance of the controller: 1.5 is near enough for 0.5", replicas: 4, serves: []series{perPod("150")}, change: tolerant, want: 4},
		{name: "tolerance of the controller: 4 x 1.51 = 6.04", replicas: 4, serves: []series{perPod("151")}, change: tolerant, want: 7},
		{
			name: "own tolerance up: 1.2 is near enough for 0.2", rules: `, behavior: {scaleUp: {tolerance: "0.2"}}`,
			replicas: 3, serves: []series{perPod("120")}, want: 3,
		},
		{
			name: "own tolerance up: 3 x 1.201 = 3.603", rules: `, behavior: {scaleUp: {tolerance: "0.2"}}`,
			replicas: 3, serves: []series{perPod("120.1")}, want: 4,
		},
		{
			name: "own tolerance up says nothing of down: 20 x 0.89 = 17.8", rules: `, behavior: {scaleUp: {tolerance: "0.2"}}`,
			replicas: 20, serves: []series{perPod("89")}, want: 18,
		},
		{
			name: "own tolerance down: 20 x 0.95 = 19 for 0.02", rules: `, behavior: {scaleDown: {tolerance: "0.02"}}`,
			replicas: 20, serves: []series{perPod("95")}, want: 19,
		},
		{
			name: "own tolerance of none: 3 x 1.01 = 3.03", rules: `, behavior: {scaleUp: {tolerance: "0"}}`,
			replicas: 3, serves: []series{perPod("101")}, want: 4,
		},

		{name: "pods that are not ready count, if it is not CPU: (2+1) x 1.5 = 4.5", replicas: 2, more: 1, serves: []series{perPod("150")}, want: 5},
		{name: "pods that are Pending count as 0 on the way up: 3 x 300/6 = 150, 6 x 1.5", replicas: 3, more: 3, change: limited, serves: []series{perPod("300")}, want: 9},
		{name: "pods that are Pending: 3 x 200/6 = 100, on target", replicas: 3, more: 3, change: limited, serves: []series{perPod("200")}, want: 6},
		{name: "pods that are Pending turn it round: 3 x 150/6 = 75, so nothing", replicas: 3, more: 3, change: limited, serves: []series{perPod("150")}, want: 6},
		{name: "pods that are Pending do not count on the way down: 3 x 0.5 = 1.5", replicas: 3, more: 3, change: limited, serves: []series{perPod("50")}, want: 2},

		{name: "missing count as 0 on the way up: 900/5 = 180, 5 x 1.8", replicas: 3, more: 2, change: loaded("900"), serves: []series{ofLoad(perPod(""))}, want: 9},
		{name: "missing turn it round: 360/3 = 120, 360/5 = 72, so nothing", replicas: 3, more: 2, change: loaded("360"), serves: []series{ofLoad(perPod(""))}, want: 5},
		{name: "missing are on target on the way down: (150 + 200)/5 = 70, 5 x 0.7", replicas: 3, more: 2, change: loaded("150"), serves: []series{ofLoad(perPod(""))}, want: 4},
		{name: "missing bring it near enough: (255 + 200)/5 = 91", replicas: 3, more: 2, change: loaded("255"), serves: []series{ofLoad(perPod(""))}, want: 5},
		{name: "missing, on target: 300/3 = 100", replicas: 3, more: 2, change: loaded("300"), serves: []series{ofLoad(perPod(""))}, want: 5},
	}, requests100)
}
