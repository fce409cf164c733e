package hostile

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Kinds are those of declarations.
const (
	SimulatedMetric        = "SimulatedMetric"
	ClusterSimulatedMetric = "ClusterSimulatedMetric"
)

// NewSpec makes the spec of a declaration, as JSON has it. Most are refused by the API server; those that are not are to be
// served, or said in their status to be of no use. None fails, and none is slow: see Faulty.
func NewSpec(r *rand.Rand, kind string) map[string]any {
	spec := map[string]any{"metric": odd(r, text(r, "requests", "depth", "a b", "x|y", "m"))}
	if kind == SimulatedMetric && once(r, 3) {
		spec["external"] = odd(r, map[string]any{"labels": labels(r), "allowNegative": odd(r, once(r, 2))})
	} else {
		spec["objects"] = odd(r, objects(r))
	}
	if once(r, 3) {
		spec["share"] = odd(r, pick(r, "Each", "Total", "Total", "Half", ""))
	}
	if once(r, 2) {
		spec["value"] = odd(r, value(r))
	} else {
		spec["curve"] = odd(r, curve(r))
	}
	if once(r, 4) {
		spec["repeat"] = odd(r, once(r, 2))
		spec["interpolation"] = odd(r, pick(r, "Step", "Linear", "linear"))
	}
	if once(r, 4) {
		spec["startTime"] = odd(r, moment(r))
	}
	if once(r, 16) {
		spec[text(r, "metric", "value", "unknown", "curve")] = odd(r, "x")
	}
	return spec
}

// Faulty adds faults to a spec.
func Faulty(r *rand.Rand, spec map[string]any) map[string]any {
	spec["faults"] = odd(r, map[string]any{
		"errorRate": odd(r, value(r)), "errorCode": odd(r, int64(r.IntN(700))), "errorMessage": odd(r, text(r, "slow down")),
		"latency": odd(r, period(r)), "staleFor": odd(r, period(r)), "seed": odd(r, r.Int64()), "missing": odd(r, once(r, 2)),
	})
	return spec
}

func objects(r *rand.Rand) map[string]any {
	all := map[string]any{"resource": odd(r, text(r, "pods", "services", "deployments.apps", "namespaces", "nodes", "widgets.example.com", "pods.v1.x"))}
	if once(r, 2) {
		all["name"] = odd(r, text(r, "web-1", "web", "orders"))
	} else {
		all["selector"] = odd(r, map[string]any{"matchLabels": labels(r), "matchExpressions": odd(r, []any{expression(r)})})
	}
	if once(r, 4) {
		all["metricLabels"] = labels(r)
	}
	return all
}

func expression(r *rand.Rand) any {
	all := map[string]any{"key": odd(r, text(r, "app", "a/b")), "operator": odd(r, pick(r, "In", "NotIn", "Exists", "DoesNotExist", "Gt", "in", ""))}
	if once(r, 2) {
		all["values"] = odd(r, []any{odd(r, text(r, "web", ""))})
	}
	return odd(r, all)
}

func labels(r *rand.Rand) any {
	all := map[string]any{}
	for range r.IntN(3) {
		all[text(r, "app", "queue", "example.com/a")] = odd(r, text(r, "web", "orders", ""))
	}
	return odd(r, all)
}

func curve(r *rand.Rand) []any {
	var all []any
	for i := range r.IntN(5) {
		at := odd(r, fmt.Sprintf("%d%s", i*10, pick(r, "s", "s", "m", "h")))
		if once(r, 6) {
			at = period(r)
		}
		all = append(all, odd(r, map[string]any{"at": at, "value": odd(r, value(r))}))
	}
	return all
}

// odd is what it is given, or now and then of another type.
func odd(r *rand.Rand, right any) any {
	if !once(r, 40) {
		return right
	}
	return pick[any](r, nil, "", "x", int64(0), int64(-1), 1.5, true, []any{}, []any{right}, map[string]any{}, map[string]any{"": right},
		strings.Repeat("x", 2000), "\x00", int64(1)<<62)
}
