package engine

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

func utilization(of, percent string) string {
	return `{type: Resource, resource: {name: ` + of + `, target: {type: Utilization, averageUtilization: ` + percent + `}}}`
}

// sidecar adds a container that requests 500m too.
func sidecar(in *Input) {
	of := &in.Workloads[0].Pod.Spec
	of.Containers = append(of.Containers, corev1.Container{Name: "proxy", Resources: of.Containers[0].Resources})
}

// quick has pods be Ready after a second.
func quick(in *Input) { in.Workloads[0].Startup = Startup{Min: time.Second, Max: time.Second} }

// late asks about the third look.
func late(in *Input) { in.Duration += in.Controller.SyncPeriod }

// TestResourceLooks: each pod requests 500m of CPU. The controller cuts a utilization to whole percents.
func TestResourceLooks(t *testing.T) {
	t.Parallel()
	testLooks(t, []look{
		{name: "up: 0.6/0.5 = 120 %, 3 x 120/60", replicas: 3, serves: []series{used("cpu", "0.6")}, want: 6},
		{name: "down: 0.1/0.5 = 20 %, 9 x 20/60", replicas: 9, serves: []series{used("cpu", "0.1")}, want: 3},
		{name: "cut: 0.334/0.5 = 66.8, so 66 %, and 66/60 = 1.1", replicas: 10, serves: []series{used("cpu", "0.334")}, want: 10},
		{name: "just above: 0.335/0.5 = 67 %, 10 x 67/60 = 11.2", replicas: 10, serves: []series{used("cpu", "0.335")}, want: 12},
		{name: "lower edge: 0.27/0.5 = 54 %, 54/60 = 0.9", replicas: 10, serves: []series{used("cpu", "0.27")}, want: 10},
		{name: "just below: 0.269/0.5 = 53.8, so 53 %, 20 x 53/60 = 17.7", replicas: 20, serves: []series{used("cpu", "0.269")}, want: 18},
		{name: "total of 3: 0.9/1.5 = 60 %", replicas: 3, serves: []series{total(used("cpu", "0.9"))}, want: 3},
		{name: "two containers: (0.6 + 0)/(0.5 + 0.5) = 60 %", replicas: 3, change: sidecar, serves: []series{used("cpu", "0.6")}, want: 3},
		{
			name: "two containers that work: (0.6 + 0.6)/1 = 120 %, 3 x 2", replicas: 3, change: sidecar,
			serves: []series{used("cpu", "0.6"), in("proxy", used("cpu", "0.6"))}, want: 6,
		},
		{
			name: "one container: 0.6/0.5 = 120 %, 3 x 120/50 = 7.2", replicas: 3, change: sidecar, serves: []series{used("cpu", "0.6")}, want: 8,
			metrics: `{type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 50}}}`,
		},
		{
			name: "one container, plain: 0.6/0.2, 3 x 3", replicas: 3, change: sidecar, serves: []series{used("cpu", "0.1"), in("proxy", used("cpu", "0.6"))}, want: 9,
			metrics: `{type: ContainerResource, containerResource: {name: cpu, container: proxy, target: {type: AverageValue, averageValue: 200m}}}`,
		},
		{
			name: "plain: 0.5/0.3, 3 x 1.67 = 5", replicas: 3, serves: []series{used("cpu", "0.5")}, want: 5,
			metrics: `{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 300m}}}`,
		},
		{
			name: "plain memory needs no request: 2Gi/1Gi, 2 x 2", replicas: 2, serves: []series{used("memory", "2Gi")}, want: 4,
			metrics: `{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}`,
		},
		{
			name: "memory: 300Mi/200Mi = 150 %, 4 x 150/75", replicas: 4, serves: []series{used("memory", "300Mi"), used("cpu", "0.1")}, want: 8,
			metrics: utilization("memory", "75"), change: func(in *Input) {
				in.Workloads[0].Pod.Spec.Containers[0].Resources.Requests[corev1.ResourceMemory] = resource.MustParse("200Mi")
			},
		},

		{name: "not ready count as 0 on the way up: 3 x 120 % / 4 = 90 %, 4 x 90/60", replicas: 3, more: 1, serves: []series{used("cpu", "0.6")}, want: 6},
		{name: "not ready bring it near enough: 3 x 86 % / 4 = 64 %", replicas: 3, more: 1, serves: []series{used("cpu", "0.43")}, want: 4},
		{name: "not ready turn it round: 2 x 80 % / 4 = 40 %, so nothing", replicas: 2, more: 2, serves: []series{used("cpu", "0.4")}, want: 4},
		{name: "not ready do not count on the way down: 3 x 20/60", replicas: 3, more: 1, serves: []series{used("cpu", "0.1")}, want: 1},
		{name: "Ready for 14 s, less than what is measured in: (2 x 120 %)/3 = 80 %, 3 x 80/60", replicas: 2, more: 1, change: quick, serves: []series{used("cpu", "0.6")}, want: 4},
		{
			name: "Ready for 29 s: 3 x 120/60", replicas: 2, more: 1, serves: []series{used("cpu", "0.6")}, want: 6,
			change: func(in *Input) { quick(in); late(in); in.HPAs[0].Spec.Behavior = nil },
			rules:  `, behavior: {scaleUp: {selectPolicy: Disabled}}`,
		},
		{
			name: "no initialization period: not ready since its start does not count, (2 x 120 %)/3 = 80 %", replicas: 2, more: 1, serves: []series{used("cpu", "0.6")}, want: 4,
			change: func(in *Input) { in.Controller.CPUInitializationPeriod = 0 },
		},
		{
			name: "no delay of readiness: what runs counts, 3 x 120/60", replicas: 2, more: 1, serves: []series{used("cpu", "0.6")}, want: 6,
			change: func(in *Input) { in.Controller.CPUInitializationPeriod, in.Controller.InitialReadinessDelay = 0, 0 },
		},
		{
			name: "Pending count as 0 on the way up: 3 x 200 % / 6 = 100 %, 6 x 100/60", replicas: 3, more: 3, serves: []series{used("cpu", "1")}, want: 10,
			change: func(in *Input) { in.PodLimit = 3 },
		},

		{name: "missing count as 0 on the way up: 3 x 200 % / 5 = 120 %, 5 x 120/60", replicas: 3, more: 2, change: loaded("3"), serves: []series{ofLoad(used("cpu", ""))}, want: 10},
		{name: "missing count as 100 % on the way down: (3 x 30 + 2 x 100)/5 = 58 %, near 60", replicas: 3, more: 2, change: loaded("0.45"), serves: []series{ofLoad(used("cpu", ""))}, want: 5},
		{name: "missing turn it round: (3 x 50 + 2 x 100)/5 = 70 %, so nothing", replicas: 3, more: 2, change: loaded("0.75"), serves: []series{ofLoad(used("cpu", ""))}, want: 5},
		{
			name: "missing, target 100: (3 x 30 + 2 x 100)/5 = 58 %, 5 x 0.58", replicas: 3, more: 2, change: loaded("0.45"), serves: []series{ofLoad(used("cpu", ""))}, want: 3,
			metrics: utilization("cpu", "100"),
		},
		{
			name: "missing count as the target if it is beyond 100 %: (3 x 30 + 2 x 150)/5 = 78 %, 5 x 78/150", replicas: 3, more: 2, change: loaded("0.45"),
			serves: []series{ofLoad(used("cpu", ""))}, want: 3, metrics: utilization("cpu", "150"),
		},
	}, utilization("cpu", "60"))
}
