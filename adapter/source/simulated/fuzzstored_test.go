package simulated

import (
	"context"
	"flag"
	"fmt"
	"math/big"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/json"
	clocktesting "k8s.io/utils/clock/testing"

	"example.com/metrics-lab/adapter/api/apitest"
	"example.com/metrics-lab/adapter/api/hostile"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// many has TestGeneratedDeclarations go on for a time.
var many = flag.Duration("many", 0, "how long TestGeneratedDeclarations tries declarations; 0: some hundred")

// TestGeneratedDeclarations does as FuzzWhatIsAccepted, with declarations that are nearly right in all that can be written.
func TestGeneratedDeclarations(t *testing.T) {
	t.Parallel()
	kinds := apitest.Kinds(t)
	hostile.Each(t, *many, func(seed uint64) {
		r := hostile.From(seed)
		for kind, admit := range kinds {
			spec := hostile.NewSpec(r, kind)
			if seed%4 == 0 {
				spec = hostile.Faulty(r, spec)
			}
			object := stored(t, kind, spec)
			if errs := admit(t.Context(), object); len(errs) == 0 {
				d := decode(stored(t, kind, object.Object["spec"]))
				wantUsable(t, d)
				wantBetween(t, d.declaration, object.Object["spec"].(map[string]any))
			}
		}
	})
}

// wantBetween: a value is never above the highest that is declared, nor below the lowest, whatever the time; and parts of
// it are the whole.
func wantBetween(t *testing.T, d *declaration, spec map[string]any) {
	t.Helper()
	low, high := bounds(t, spec)
	for _, now := range moments() {
		sum := new(big.Int)
		for i := range 7 {
			milli, _ := d.value.Of(now, i, 7)
			sum.Add(sum, big.NewInt(milli))
			if milli < min(low, 0) || milli > max(high, 0) {
				t.Fatalf("%v at %s: %dm is not between %dm and %dm", spec, now, milli, low, high)
			}
		}
		total, _ := d.value.Of(now, 0, 1)
		if total < low || total > high {
			t.Fatalf("%v at %s: %dm is not between %dm and %dm", spec, now, total, low, high)
		}
		if d.value.Shared() && sum.Cmp(big.NewInt(total)) != 0 {
			t.Fatalf("%v at %s: the parts of %dm are %sm", spec, now, total, sum)
		}
	}
}

// bounds are the lowest and the highest value that a spec has, in milli-units: as it is written, without what the
// declaration makes of it.
func bounds(t *testing.T, spec map[string]any) (low, high int64) {
	t.Helper()
	all := []any{spec["value"]}
	if points, ok := spec["curve"].([]any); ok {
		all = all[:0]
		for _, p := range points {
			all = append(all, p.(map[string]any)["value"])
		}
	}
	for i, written := range all {
		value, err := v1alpha1.ParseValue(fmt.Sprint(written))
		if err != nil {
			t.Fatal(err)
		}
		milli, err := v1alpha1.Milli(value)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			low, high = milli, milli
		}
		low, high = min(low, milli), max(high, milli)
	}
	return low, high
}

// moments are near to when a declaration is made, and as far away as can be written.
func moments() []time.Time {
	return []time.Time{
		created, created.Add(time.Nanosecond), created.Add(15 * time.Second), created.Add(time.Hour), created.Add(-time.Hour),
		created.AddDate(-500, 0, 0), created.AddDate(5000, 0, 0), time.Unix(1<<55, 0), time.Unix(-1<<55, 0),
	}
}

// FuzzStored puts into a source what may be in etcd: any JSON, maybe of before there was a rule. It does no harm to others.
func FuzzStored(f *testing.F) {
	for _, spec := range []string{
		`{}`, `null`, `[]`, `"x"`, `{"metric":"requests","objects":{"resource":"pods","name":"web"},"value":1}`, `{"metric":1,"value":[]}`,
		`{"metric":"requests","objects":{"resource":"pods","selector":{"matchExpressions":[{"key":"/","operator":"?"}]}},"share":"Total","value":"1"}`,
		`{"metric":"depth","external":{},"curve":[{"at":"1s","value":1},{"at":"0s","value":2}]}`, `{"metric":"depth","external":null,"objects":null,"curve":[]}`,
		`{"metric":"depth","external":{"labels":{"":""}},"value":"1e999","faults":{"errorRate":"-1","latency":"-1s","errorCode":9999999999}}`,
		`{"metric":"depth","external":{},"value":-1}`, `{"metric":"depth","external":{},"curve":[{"at":"0s","value":1},{"at":"2562047h","value":9223372036854775807}],"repeat":true}`,
		`{"metric":"depth","external":{},"value":1,"startTime":"0000-01-01T00:00:00Z"}`, `{"metric":"depth","external":{},"value":1,"faults":{"staleFor":"2562047h"}}`,
	} {
		f.Add(spec, `{}`, `{"conditions":[{"type":"Ready","status":"True","observedGeneration":1}],"objects":1}`, true)
		f.Add(spec, `{"creationTimestamp":"x","namespace":5,"generation":"1"}`, `[]`, false)
	}
	f.Fuzz(func(t *testing.T, spec, metadata, status string, namespaced bool) {
		s, _ := newSource(t, pods("web", "web"), "shop/whole:\n{metric: whole, external: {}, value: 7}")
		content := map[string]any{"apiVersion": "lab.example.com/v1alpha1", "kind": clusterSimulatedMetric, "spec": parsed(spec), "status": parsed(status), "metadata": parsed(metadata)}
		if namespaced {
			content["kind"] = simulatedMetric
		}
		o := unstructured.Unstructured{Object: content}
		if _, ok := content["metadata"].(map[string]any); !ok {
			delete(content, "metadata")
		}
		if namespaced {
			o.SetNamespace("shop")
		}
		o.SetName("any")
		kept, err := keep(&o)
		if err != nil {
			t.Fatal(err)
		}
		s.put(kept.(*storedObject))
		readAll(t, s)
		s.remove(kept)
		if n := len(s.Metrics()) + len(s.ExternalMetrics()); n != 1 {
			t.Errorf("%d metrics are left, want 1", n)
		}
	})
}

// parsed is what JSON says, or nothing.
func parsed(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return nil
	}
	return value
}

// readAll reads each metric that there is, and has each declaration assessed.
func readAll(t *testing.T, s *Source) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // so that nobody waits for a latency
	for _, now := range moments() {
		s.clock.(*clocktesting.FakeClock).SetTime(now)
		for _, metric := range s.Metrics() {
			_, _ = s.Samples(ctx, metric, []types.NamespacedName{shop("web"), {Name: "web"}})
			s.assess(ctx, subject{metric: metric, namespace: "shop"})
			s.assess(ctx, subject{metric: metric})
		}
		for _, metric := range s.ExternalMetrics() {
			samples, err := s.ExternalSamples(ctx, "shop", metric, labels.Everything())
			s.assess(ctx, externalSubject(metric, "shop"))
			if metric == "whole" && err == nil && len(samples) == 0 {
				t.Errorf("whole has gone at %s", now)
			}
			for _, sample := range samples {
				if sample.Value.Sign() < 0 && !sample.AllowNegative {
					t.Errorf("%s is %s, which it must not be", metric, sample.Value.String())
				}
			}
		}
	}
}
