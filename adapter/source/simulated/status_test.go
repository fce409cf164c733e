package simulated

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/client"
)

const (
	goodDepth   = "shop/a:\n{metric: depth, external: {}, value: 1}"
	brokenDepth = "shop/a:\n{metric: depth, external: {}, value: []}"
)

// generation is an object in a generation, with what its status says of an earlier one.
func generation(t *testing.T, declaration string, n int64, conditions ...any) *unstructured.Unstructured {
	t.Helper()
	o := object(t, declaration)
	o.SetGeneration(n)
	if len(conditions) > 0 {
		o.Object["status"] = map[string]any{"conditions": conditions}
	}
	return o
}

func condition(status, reason, message string, generation int64) map[string]any {
	return map[string]any{
		"type": "Accepted", "status": status, "reason": reason, "message": message, "observedGeneration": generation,
		"lastTransitionTime": "2026-11-23T10:00:00Z",
	}
}

func TestWantedStatus(t *testing.T) {
	t.Parallel()
	later := metav1.NewTime(created.Add(time.Hour))
	const message = "it cannot be read: spec.value: unmarshal: "
	for _, test := range []struct {
		name    string
		stored  *unstructured.Unstructured
		want    string // empty if nothing is new
		changed metav1.Time
	}{
		{name: "new", stored: generation(t, goodDepth, 1), want: "True Accepted 1", changed: later},
		{name: "new and broken", stored: generation(t, brokenDepth, 1), want: "False Invalid 1", changed: later},
		{name: "as it was", stored: generation(t, goodDepth, 1, condition("True", "Accepted", "", 1))},
		{name: "changed", stored: generation(t, goodDepth, 2, condition("True", "Accepted", "", 1)), want: "True Accepted 2", changed: metav1.NewTime(created)},
		{name: "broken", stored: generation(t, brokenDepth, 2, condition("True", "Accepted", "", 1)), want: "False Invalid 2", changed: later},
		{name: "mended", stored: generation(t, goodDepth, 2, condition("False", "Invalid", message, 1)), want: "True Accepted 2", changed: later},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			status, changed := decode(test.stored).wantedStatus(later)
			if !changed {
				if test.want != "" {
					t.Errorf("nothing is new, want %s", test.want)
				}
				return
			}
			c := status.Conditions[0]
			if got := fmt.Sprintf("%s %s %d", c.Status, c.Reason, c.ObservedGeneration); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if (c.Message == "") != (c.Status == metav1.ConditionTrue) {
				t.Errorf("%s says %q", c.Status, c.Message)
			}
			if !c.LastTransitionTime.Time.Equal(test.changed.Time) {
				t.Errorf("it has been so since %s, want %s", c.LastTransitionTime, test.changed)
			}
		})
	}
}

// TestStatusIsWritten once for each change, and again when it could not be.
func TestStatusIsWritten(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		declared := a.declared[client.SimulatedMetrics]
		declared.Add(generation(t, goodDepth, 1))
		a.declared[client.ClusterSimulatedMetrics].Add(generation(t, "load:\n{metric: load, objects: {resource: nodes, selector: {}}, value: 4}", 7))
		s := New(clock.RealClock{}, pods("web"))
		if err := s.Start(ctx, a); err != nil {
			t.Fatal(err)
		}
		expect := func(what string, want ...string) {
			t.Helper()
			synctest.Wait()
			if diff := cmp.Diff(want, a.written()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		expect("at first", "clustersimulatedmetrics /load: Accepted True 7 ", "simulatedmetrics shop/a: Accepted True 1 ")
		declared.Modify(generation(t, goodDepth, 1, condition("True", "Accepted", "", 1)))
		expect("its own status")
		a.fail(errors.New("down"))
		declared.Modify(generation(t, goodDepth, 2, condition("True", "Accepted", "", 1)))
		expect("while the API server is down")
		a.fail(nil)
		<-time.After(firstRetry)
		expect("afterwards", "simulatedmetrics shop/a: Accepted True 2 ")
	})
}
