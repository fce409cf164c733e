package simulated

import (
	"maps"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"

	"example.com/metrics-lab/adapter/api/apitest"
)

// FuzzWhatIsAccepted puts both ends together: whatever the API server accepts can be decoded and evaluated.
func FuzzWhatIsAccepted(f *testing.F) {
	kinds := apitest.Kinds(f)
	for _, seed := range [][]string{ // metric, resource, name or key, operator, number, time
		{"depth", "", "queue", "", "40", "90s"},
		{"requests", "pods", "app", "Exists", `"1.5k"`, "1h30m"},
		{"requests", "pods", "web-0", "", "1e3", "0s"},
		{"load", "nodes", "app.kubernetes.io/name", "In", "1n", "2026-11-23T10:00:00Z"},
		{"hits", "ingresses.networking.k8s.io", "a", "Exists", "9223372036854775807m", "999999h999999h999999h"},
		{"a|b @é", "deployments.apps", "-", "Exists", ".", "2026-11-25t10:00:00z"},
		{"1", "2", "3", "4", "9007199254740993", "2026-02-29T24:00:60.123456789+25:00"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4], "0s", seed[5])
	}
	f.Fuzz(func(t *testing.T, metric, resource, name, operator, number, at, when string) {
		for _, about := range abouts(metric, resource, name, operator, number) {
			for _, simulation := range simulations(number, at, when) {
				spec := map[string]any{"metric": scalar(metric)}
				maps.Copy(spec, about)
				maps.Copy(spec, simulation)
				for kind, admit := range kinds {
					object := stored(t, kind, spec)
					if errs := admit(t.Context(), object); len(errs) == 0 {
						wantUsable(t, decode(stored(t, kind, object.Object["spec"])))
					}
				}
			}
		}
	})
}

// abouts are what a metric may be about.
func abouts(metric, resource, name, operator, value string) []map[string]any {
	if resource == "" {
		return []map[string]any{{"external": map[string]any{"labels": map[string]any{name: scalar(value)}}}}
	}
	labels := map[string]any{name: scalar(value)}
	expression := map[string]any{"key": scalar(name), "operator": scalar(operator)}
	if operator == "In" || operator == "NotIn" {
		expression["values"] = []any{scalar(value)}
	}
	selector := map[string]any{"matchLabels": labels, "matchExpressions": []any{expression}}
	return []map[string]any{
		{"objects": map[string]any{"resource": scalar(resource), "name": scalar(name), "metricLabels": labels}, "share": scalar(metric)},
		{"objects": map[string]any{"resource": scalar(resource), "name": scalar(name)}},
		{"objects": map[string]any{"resource": scalar(resource), "selector": selector}},
		{"objects": map[string]any{"resource": scalar(resource), "selector": map[string]any{"matchLabels": labels}}},
	}
}

// simulations are values over time: fields alone, and together.
func simulations(number, at, when string) []map[string]any {
	point := func(at string) any { return map[string]any{"at": scalar(at), "value": scalar(number)} }
	faulty := func(faults map[string]any) map[string]any { return map[string]any{"value": int64(1), "faults": faults} }
	rate := map[string]any{"errorRate": scalar(number), "seed": scalar(at), "errorCode": scalar(number), "errorMessage": scalar(when)}
	return []map[string]any{
		{"value": scalar(number)},
		{"value": int64(1), "startTime": scalar(when)},
		{"curve": []any{point(when)}},
		{"curve": []any{point(at), point(when)}, "repeat": true, "interpolation": "Step", "startTime": scalar(when)},
		{"curve": []any{point(at), point(when)}, "repeat": scalar(at), "interpolation": scalar(number)},
		faulty(map[string]any{"latency": scalar(when)}),
		faulty(map[string]any{"staleFor": scalar(when)}),
		faulty(map[string]any{"errorRate": scalar(number)}),
		faulty(map[string]any{"errorRate": int64(1), "seed": scalar(number)}),
		faulty(map[string]any{"errorRate": int64(1), "errorCode": scalar(number), "missing": scalar(at)}),
		faulty(rate),
	}
}

// wantUsable evaluates a declaration, also long before and after it was made.
func wantUsable(t *testing.T, d *storedObject) {
	t.Helper()
	if d.declaration.broken != nil {
		t.Fatalf("the API server accepts %+v, and it cannot be used: %v", *d.declaration, d.declaration.broken)
	}
	for _, now := range []time.Time{created, created.Add(time.Hour), created.AddDate(-500, 0, 0), created.AddDate(5000, 0, 0)} {
		d.declaration.sampleOf(now, 0, 1)
		d.declaration.value.Fails(now)
	}
}

// scalar is JSON as it stands, or else text.
func scalar(text string) any {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return text
	}
	return value
}

// stored is an object as it comes from JSON, so that it shares nothing with another one.
func stored(t *testing.T, kind string, spec any) *unstructured.Unstructured {
	t.Helper()
	metadata := map[string]any{"name": "a", "creationTimestamp": "2026-11-23T10:00:00Z"}
	if kind == "SimulatedMetric" {
		metadata["namespace"] = "shop"
	}
	data, err := json.Marshal(map[string]any{"apiVersion": "lab.example.com/v1alpha1", "kind": kind, "spec": spec, "metadata": metadata})
	if err != nil {
		t.Fatal(err)
	}
	object := &unstructured.Unstructured{}
	if err := json.Unmarshal(data, &object.Object); err != nil {
		t.Fatal(err)
	}
	return object
}
