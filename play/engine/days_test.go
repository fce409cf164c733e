package engine

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// dayOf is a day in steps, in a unit: 100, 800 from 8 h, 400 from 12 h, 1,200 from 18 h, and 100 from 20 h.
func dayOf(h100, h800, h400, h1200 string) string {
	return `{interpolation: Step, curve: [{at: 0s, value: "` + h100 + `"}, {at: 8h, value: "` + h800 + `"}, {at: 12h, value: "` + h400 +
		`"}, {at: 18h, value: "` + h1200 + `"}, {at: 20h, value: "` + h100 + `"}]}`
}

// TestDays: a day on the defaults of Kubernetes. A pod is to have 100, so 1, 8, 4, 12 and 1 are proposed; the way up is cut to
// 4 or double, and the way down begins when the last higher proposal is five minutes old: it was made 15 s before the step.
func TestDays(t *testing.T) {
	t.Parallel()
	requests := dayOf("100", "800", "400", "1200")
	plain := []string{"8h0m0s 1 -> 4", "8h0m15s 4 -> 8", "12h5m0s 8 -> 4", "18h0m0s 4 -> 8", "18h0m15s 8 -> 12", "20h5m0s 12 -> 1"}
	// A quarter of a core is 50 % of a request, so that cores are proposed as above. New pods do not count until they have
	// been Ready for 15 s, so the second look up proposes nothing new: (1 x 100 %)/4 and (4 x 75 %)/8 are below 50 %. What the
	// first look proposed still counts then.
	cores := dayOf("0.25", "2", "1", "3")
	// A Value does not depend on the pods. It is 3 times the target for one look, and half of it for ten minutes: 1 x 3,
	// 3 x 0.5 = 1.5, and 2 x 0.5 = 1, which the proposals of 2 until 20 h 5 m hold up until the value is back at 20 h 10 m.
	level := `{interpolation: Step, curve: [{at: 0s, value: "100"}, {at: 8h, value: "300"}, {at: 8h0m15s, value: "100"}, {at: 20h, value: "50"}, {at: 20h10m, value: "100"}]}`
	values := []string{"8h0m0s 1 -> 3", "20h5m0s 3 -> 2"}
	for _, row := range []struct {
		name, metrics string
		served        series
		want          []string
	}{
		{"Pods", requests100, total(perPod(requests)), plain},
		{"Object AverageValue", hits(each100), object(requests), plain},
		{"Object Value", hits(all100), object(level), values},
		{"External AverageValue", queue(each100), external(requests), plain},
		{"External Value", queue(all100), external(level), values},
		{"Resource Utilization", utilization("cpu", "50"), total(used("cpu", cores)), plain},
		{"Resource AverageValue", `{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 250m}}}`, total(used("cpu", cores)), plain},
		{
			"Resource memory", `{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 100Mi}}}`,
			total(used("memory", dayOf("100Mi", "800Mi", "400Mi", "1200Mi"))), plain,
		},
		{
			"ContainerResource", `{type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 50}}}`,
			total(used("cpu", cores)), plain,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			in := look{replicas: 1, metrics: row.metrics, serves: []series{row.served}}.input(t)
			in.Duration, in.Workloads[0].Startup = 24*time.Hour, Startup{}
			if diff := cmp.Diff(row.want, rescales(Play(t, in, nil).HPAs[0])); diff != "" {
				t.Errorf("rescales (-want +got):\n%s", diff)
			}
		})
	}
}
