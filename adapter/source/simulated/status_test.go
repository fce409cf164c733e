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
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/client"
)

// generation is an object in a generation, with what its status says of an earlier one, or of this.
func generation(t *testing.T, declaration string, n int64, conditions ...any) *unstructured.Unstructured {
	t.Helper()
	o := object(t, declaration)
	o.SetGeneration(n)
	if len(conditions) > 0 {
		o.Object["status"] = map[string]any{"conditions": conditions}
	}
	return o
}

func condition(conditionType, status, reason string, generation int64) map[string]any {
	return map[string]any{
		"type": conditionType, "status": status, "reason": reason, "message": "", "observedGeneration": generation,
		"lastTransitionTime": "2026-11-23T10:00:00Z",
	}
}

const externalDepth = "shop/a:\n{metric: depth, external: {}, value: 1}"

// answered are the conditions of externalDepth in a generation.
func answered(generation int64) []any {
	return []any{
		condition("Accepted", "True", "Accepted", generation),
		condition("Resolved", "True", "External", generation),
		condition("Ready", "True", "Answered", generation),
	}
}

func TestWantedStatus(t *testing.T) {
	t.Parallel()
	later := metav1.NewTime(created.Add(time.Hour))
	good := assessment{accepted: yes("Accepted"), resolved: yes("External"), ready: yes("Answered")}
	conflicting := good
	conflicting.ready = no("Conflict", "there are two")
	counted := good
	counted.objects = new(int32)
	for _, row := range []struct {
		name   string
		stored *unstructured.Unstructured
		found  assessment
		want   string // the condition Ready; empty if nothing is new
		since  metav1.Time
	}{
		{name: "new", stored: generation(t, externalDepth, 1), found: good, want: "True Answered 1", since: later},
		{name: "as it was", stored: generation(t, externalDepth, 1, answered(1)...), found: good},
		{name: "changed", stored: generation(t, externalDepth, 2, answered(1)...), found: good, want: "True Answered 2", since: metav1.NewTime(created)},
		{name: "in conflict", stored: generation(t, externalDepth, 1, answered(1)...), found: conflicting, want: "False Conflict 1", since: later},
		{name: "counted", stored: generation(t, externalDepth, 1, answered(1)...), found: counted, want: "True Answered 1", since: metav1.NewTime(created)},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			status, changed := decode(row.stored).wantedStatus(row.found, later)
			if !changed {
				if row.want != "" {
					t.Errorf("nothing is new, want %s", row.want)
				}
				return
			}
			ready := status.Conditions[2]
			if got := fmt.Sprintf("%s %s %d", ready.Status, ready.Reason, ready.ObservedGeneration); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
			if !ready.LastTransitionTime.Time.Equal(row.since.Time) {
				t.Errorf("it has been so since %s, want %s", ready.LastTransitionTime, row.since)
			}
		})
	}
}

// written starts a source of a cluster, and returns how to wait for the statuses that are written.
func written(ctx context.Context, t *testing.T, a *api, objects Objects) (expect func(what string, want ...string)) {
	t.Helper()
	if err := New(clock.RealClock{}, objects).Start(ctx, a); err != nil {
		t.Fatal(err)
	}
	return func(what string, want ...string) {
		t.Helper()
		synctest.Wait()
		if diff := cmp.Diff(want, a.written()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

// TestStatusIsWritten once for each change, and again when it could not be.
func TestStatusIsWritten(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		declared := a.declared[client.SimulatedMetrics]
		declared.Add(generation(t, externalDepth, 1))
		a.declared[client.ClusterSimulatedMetrics].Add(generation(t, "load:\n{metric: load, objects: {resource: nodes, selector: {}}, value: 4}", 7))
		expect := written(ctx, t, a, pods("web"))
		expect("at first",
			"clustersimulatedmetrics /load: Accepted Accepted 7, Resolved Cluster 7, Ready NoObjects 7, objects 0",
			"simulatedmetrics shop/a: Accepted Accepted 1, Resolved External 1, Ready Answered 1")
		declared.Modify(generation(t, externalDepth, 1, answered(1)...))
		expect("its own status")
		a.fail(errors.New("down"))
		declared.Modify(generation(t, externalDepth, 2, answered(1)...))
		expect("while the API server is down")
		a.fail(nil)
		<-time.After(firstRetry)
		expect("afterwards", "simulatedmetrics shop/a: Accepted Accepted 2, Resolved External 2, Ready Answered 2")
	})
}

// TestReplicasThatDisagree do not correct each other for ever: a status that another one wrote is left as it is.
func TestReplicasThatDisagree(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		declared := a.declared[client.SimulatedMetrics]
		declared.Add(generation(t, externalDepth, 1, answered(1)...))
		expect := written(ctx, t, a, pods("web"))
		expect("at first")
		other := answered(1)
		other[2] = condition("Ready", "False", "Otherwise", 1)
		declared.Modify(generation(t, externalDepth, 1, other...))
		<-time.After(lastRetry)
		expect("what another replica wrote")
	})
}

// TestObjectsAreCounted when they come and go, once for all that happens in a second.
func TestObjectsAreCounted(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		c := pods("web", "web-0")
		const all = "shop/all:\n{metric: requests, objects: {resource: pods, selector: {matchLabels: {app: web}}}, value: 1}"
		a.declared[client.SimulatedMetrics].Add(generation(t, all, 1))
		expect := written(ctx, t, a, c)
		const said = "simulatedmetrics shop/all: Accepted Accepted 1, Resolved Namespaced 1, Ready "
		expect("at first", said+"Answered 1, objects 1")
		for _, name := range []string{"web-1", "web-2", "web-3-leaving"} {
			c.set(func() { c.objects[podRequests.Resource][shop(name)] = labels.Set{"app": "web"} })
			<-time.After(settle / 10)
		}
		<-time.After(settle)
		expect("after some have come", said+"Answered 1, objects 3")
		c.set(func() { clear(c.objects[podRequests.Resource]) })
		<-time.After(settle)
		expect("after all have gone", said+"NoObjects 1, objects 0")
	})
}

// TestResourceComesLater: one of which the cluster does not know the resource is looked at again.
func TestResourceComesLater(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		c := pods("web")
		c.scopes = map[string]bool{"pods": true}
		a.declared[client.SimulatedMetrics].Add(generation(t, "shop/w:\n{metric: requests, objects: {resource: widgets.example.com, name: a}, value: 1}", 1))
		expect := written(ctx, t, a, c)
		expect("before", "simulatedmetrics shop/w: Accepted Accepted 1, Resolved UnknownResource 1, Ready UnknownResource 1")
		c.set(func() { c.scopes["widgets.example.com"] = true })
		<-time.After(lastRetry)
		expect("afterwards", "simulatedmetrics shop/w: Accepted Accepted 1, Resolved Namespaced 1, Ready NoObjects 1, objects 0")
	})
}

// TestConflictIsSaidOfBoth, and of neither when one has gone.
func TestConflictIsSaidOfBoth(t *testing.T) {
	bubble(t, func(ctx context.Context, t *testing.T, a *api) {
		const (
			all = "shop/all:\n{metric: requests, objects: {resource: pods, selector: {}}, value: 1}"
			one = "shop/one:\n{metric: requests, objects: {resource: pods, name: web-0}, value: 2}"
		)
		declared := a.declared[client.SimulatedMetrics]
		declared.Add(generation(t, all, 1))
		expect := written(ctx, t, a, pods("web", "web-0", "web-1"))
		const of, said = "simulatedmetrics shop/", ": Accepted Accepted 1, Resolved Namespaced 1, Ready "
		expect("one alone", of+"all"+said+"Answered 1, objects 2")
		declared.Add(generation(t, one, 1))
		expect("two", of+"all"+said+"Conflict 1, objects 2", of+"one"+said+"Conflict 1, objects 1")
	})
}
