package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/e2e/recorder"
	"example.com/metrics-lab/lab/host/wait"
)

const ownRightsNS = "own-rights"

// described are the resources that metrics may describe without another role.
func described() (namespaced, root []string) {
	return []string{
		"persistentvolumeclaims", "pods", "services", "daemonsets.apps", "deployments.apps", "replicasets.apps", "statefulsets.apps",
		"cronjobs.batch", "jobs.batch", "ingresses.networking.k8s.io",
	}, []string{"namespaces", "nodes"}
}

// adapterUsesItsRights: an adapter does everything that one does, and what it asks the API server for is what its roles
// let it do, no less and no more.
func adapterUsesItsRights() types.Feature {
	var writer string
	feature := features.New("rights of the adapter").
		WithSetup("a service", makeServices(ownRightsNS, workloadName)).
		WithSetup("a metric of each resource", declareAll).
		WithSetup("who may write", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			writer = token(ctx, t, cfg, ownRightsNS, "writer")
			allow(ctx, t, cfg, ownRightsNS, "writer", "/write-metrics/*")
			return ctx
		})
	for _, row := range []struct {
		name    string
		streams bool
		unused  func(recorder.Right) bool
	}{
		{"before an API server that streams lists, it lists nothing", true, func(r recorder.Right) bool { return r.Verb == "list" }},
		{"before one that does not, it uses all", false, func(recorder.Right) bool { return false }},
	} {
		feature.Assess(row.name, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			recorded := startRecorded(ctx, t, cfg, row.streams)
			writeAll(ctx, t, recorded.adapter, writer, fmt.Sprintf("written-%t", row.streams))
			granted := grantedToAdapter(ctx, t, cfg)
			waitForUse(ctx, t, cfg, recorded.Recorder, granted, row.unused)
			if diff := cmp.Diff([]string(nil), missing(granted, recorded.Used())); diff != "" {
				t.Errorf("rights that are missing (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string(nil), recorded.Refused()); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
			return ctx
		})
	}
	return feature.
		WithTeardown("declarations of the cluster", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			forgetAllOfCluster(ctx, t, cfg)
			disallow(ctx, t, cfg, ownRightsNS, "writer")
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ownRightsNS)).
		Feature()
}

// declareAll declares a metric of all objects of each resource, so that the adapter counts them.
func declareAll(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	namespaced, root := described()
	for _, resource := range namespaced {
		simulate(ctx, t, cfg, ownRightsNS, resource, v1alpha1.SimulatedMetricSpec{
			Metric: "level", Objects: &v1alpha1.Objects{Resource: resource, Selector: &v1alpha1.Selector{}}, Simulation: constant("1"),
		})
	}
	for _, resource := range root {
		clusterSimulated(ownRightsNS+"-"+resource, "level", v1alpha1.Objects{Resource: resource, Selector: &v1alpha1.Selector{}}, "1")(ctx, t, cfg)
	}
	return ctx
}

// writeAll has the adapter store values of an object in a namespace and of one in none, twice each: the first time there
// is nothing yet.
func writeAll(ctx context.Context, t *testing.T, adapter direct, writer, metric string) {
	t.Helper()
	for _, path := range []string{"/services/" + workloadName, "/metrics"} {
		for _, value := range []string{"1", "2"} {
			adapter.waitFor(ctx, t, "POST", "/write-metrics/namespaces/"+ownRightsNS+path+"/"+metric, writer, value, 200, "holds "+value)
		}
	}
}

// waitForUse waits until no right is unused but those that may be. The lab's own adapter writes statuses, too, and who
// comes first leaves nothing to the other: so there is one declaration after the other until each has been the first.
func waitForUse(ctx context.Context, t *testing.T, cfg *envconf.Config, recorded *recorder.Recorder, granted []recorder.Right, may func(recorder.Right) bool) {
	t.Helper()
	var want []string
	for _, right := range granted {
		if may(right) {
			want = append(want, right.String())
		}
	}
	races := 0
	err := wait.For(ctx, "the rights to be used", seenTimeout, poll, func(context.Context) (bool, string, error) {
		races++
		name := fmt.Sprintf("%s-%d", ownRightsNS, races)
		simulate(ctx, t, cfg, ownRightsNS, name, ofQueue(name, "orders", constant("1")))
		clusterSimulated(name, name, v1alpha1.Objects{Resource: "nodes", Selector: &v1alpha1.Selector{}}, "1")(ctx, t, cfg)
		diff := cmp.Diff(want, unused(granted, recorded.Used()))
		return diff == "", fmt.Sprintf("unused (-want +got):\n%s\nrefused: %q", diff, recorded.Refused()), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	forgetRaces(ctx, t, cfg, races)
}

// forgetRaces deletes what waitForUse has declared, so that it can be declared again.
func forgetRaces(ctx context.Context, t *testing.T, cfg *envconf.Config, races int) {
	t.Helper()
	for i := range races {
		name := fmt.Sprintf("%s-%d", ownRightsNS, i+1)
		forget(ctx, t, cfg, ownRightsNS, name)
		forgetCluster(name)(ctx, t, cfg)
	}
}
