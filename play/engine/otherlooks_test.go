package engine

import "testing"

func hits(target string) string {
	return `{type: Object, object: {metric: {name: hits}, describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}, target: {` + target + `}}}`
}

func queue(target string) string {
	return `{type: External, external: {metric: {name: queue}, target: {` + target + `}}}`
}

const (
	each100 = `type: AverageValue, averageValue: "100"`
	all100  = `type: Value, value: "100"`
)

// ofZone is a series with a label.
func ofZone(zone string, s series) series {
	s.Labels = map[string]string{"zone": zone}
	return s
}

// TestObjectLooks: a Value is compared as it is, and Ready pods are multiplied; an AverageValue is divided by the replicas.
func TestObjectLooks(t *testing.T) {
	t.Parallel()
	testLooks(t, []look{
		{name: "Value: 3 x 300/100", replicas: 3, serves: []series{object("300")}, want: 9},
		{name: "Value, upper edge: 110/100", replicas: 3, serves: []series{object("110")}, want: 3},
		{name: "Value, just above: 3 x 111/100 = 3.33", replicas: 3, serves: []series{object("111")}, want: 4},
		{name: "Value, down: 9 x 25/100 = 2.25", replicas: 9, serves: []series{object("25")}, want: 3},
		{name: "Value, Ready ones only: 3 x 300/100, and not 5 x", replicas: 3, more: 2, serves: []series{object("300")}, want: 9},
		{name: "Value, none: 3 x 0", replicas: 3, serves: []series{object("0")}, want: 0},
		{name: "Value, negative: 3 x -100/100", replicas: 3, serves: []series{object("-100")}, want: -3},
		{name: "AverageValue: 1,000/100", replicas: 3, metrics: hits(each100), serves: []series{object("1000")}, want: 10},
		{name: "AverageValue, upper edge: 330/(3 x 100) = 1.1", replicas: 3, metrics: hits(each100), serves: []series{object("330")}, want: 3},
		{name: "AverageValue, just above: 331/100 = 3.31", replicas: 3, metrics: hits(each100), serves: []series{object("331")}, want: 4},
		{name: "AverageValue, lower edge: 270/(3 x 100) = 0.9", replicas: 3, metrics: hits(each100), serves: []series{object("270")}, want: 3},
		{name: "AverageValue, down: 180/100 = 1.8", replicas: 9, metrics: hits(each100), serves: []series{object("180")}, want: 2},
		{name: "AverageValue, those not ready too: 550/(5 x 100) = 1.1", replicas: 3, more: 2, metrics: hits(each100), serves: []series{object("550")}, want: 5},
	}, hits(all100))
}

// TestExternalLooks: all series that the selector matches are summed.
func TestExternalLooks(t *testing.T) {
	t.Parallel()
	const most = 1<<31 - 1
	testLooks(t, []look{
		{name: "AverageValue: 401/100 = 4.01", replicas: 3, serves: []series{external("401")}, want: 5},
		{name: "AverageValue, upper edge: 330/(3 x 100)", replicas: 3, serves: []series{external("330")}, want: 3},
		{name: "AverageValue, just above: 331/100", replicas: 3, serves: []series{external("331")}, want: 4},
		{name: "AverageValue, two series: (150 + 250)/100", replicas: 1, serves: []series{ofZone("a", external("150")), ofZone("b", external("250"))}, want: 4},
		{
			name: "AverageValue, one of two series: 150/100 = 1.5", replicas: 1, serves: []series{ofZone("a", external("150")), ofZone("b", external("250"))}, want: 2,
			metrics: `{type: External, external: {metric: {name: queue, selector: {matchLabels: {zone: a}}}, target: {type: AverageValue, averageValue: "100"}}}`,
		},
		{name: "AverageValue, none: 0/100", replicas: 3, serves: []series{external("0")}, want: 0},
		{name: "AverageValue, negative: the controller takes it for an overflow", replicas: 3, serves: []series{external("-1")}, want: most},
		{name: "AverageValue, a sum beyond 63 bits", replicas: 3, serves: []series{ofZone("a", external("5e15")), ofZone("b", external("5e15"))}, want: most},
		{name: "AverageValue, more than 31 bits: 5e15/100", replicas: 3, serves: []series{external("5e15")}, want: most},
		{name: "Value: 3 x 200/100", replicas: 3, metrics: queue(all100), serves: []series{external("200")}, want: 6},
		{name: "Value, two series: 3 x (100 + 200)/100", replicas: 3, metrics: queue(all100), serves: []series{ofZone("a", external("100")), ofZone("b", external("200"))}, want: 9},
		{name: "Value, down: 6 x 50/100", replicas: 6, metrics: queue(all100), serves: []series{external("50")}, want: 3},
		{name: "Value, Ready ones only: 2 x 200/100", replicas: 2, more: 1, metrics: queue(all100), serves: []series{external("200")}, want: 4},
		{name: "Value, negative: 3 x -1/100 = -0.03, up to 0", replicas: 3, metrics: queue(all100), serves: []series{external("-1")}, want: 0},
		{name: "Value, a sum beyond 63 bits", replicas: 3, metrics: queue(all100), serves: []series{ofZone("a", external("5e15")), ofZone("b", external("5e15"))}, want: most},
	}, queue(each100))
}

// TestLooksAtSeveral: the highest proposal wins. One that cannot be read does not hold back the others on the way up.
func TestLooksAtSeveral(t *testing.T) {
	t.Parallel()
	both := requests100 + "," + queue(each100)
	testLooks(t, []look{
		{name: "the second is higher: 3 x 1.3 = 3.9, 700/100", replicas: 3, serves: []series{perPod("130"), external("700")}, want: 7},
		{name: "the first is higher: 3 x 3, 700/100", replicas: 3, serves: []series{perPod("300"), external("700")}, want: 9},
		{name: "one up, one down: 4 x 0.5, 600/100", replicas: 4, serves: []series{perPod("50"), external("600")}, want: 6},
		{name: "both down: 8 x 0.5, 300/100", replicas: 8, serves: []series{perPod("50"), external("300")}, want: 4},
		{name: "near enough counts as the replicas there are: 8 x 1.05, 300/100", replicas: 8, serves: []series{perPod("105"), external("300")}, want: 8},
		{name: "the first is missing, the second up: 700/100", replicas: 3, serves: []series{external("700")}, want: 7},
		{name: "the second is missing, the first up: 3 x 3", replicas: 3, serves: []series{perPod("300")}, want: 9},
		{name: "the second fails, the first stays", replicas: 3, serves: []series{perPod("100"), external(`{value: "700", faults: {errorRate: "1"}}`)}, want: 3},
	}, both)
}
