package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
)

// upTimeout is how long `lab up` may take on a cluster that is there.
const upTimeout = 3 * time.Minute

// installedTwice: `lab up` writes nothing that is there already, and leaves
// the adapter alone.
func installedTwice(objects []*unstructured.Unstructured) types.Feature {
	var written map[string]any
	var processes []string
	return features.New("lab up for the second time").
		WithSetup("what there is", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			written, processes = contents(ctx, t, cfg, objects), adapterProcesses(ctx, t, cfg)
			return ctx
		}).
		Assess("metrics are served all the time", upWhileReading).
		Assess("no object was written", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			if diff := cmp.Diff(written, contents(ctx, t, cfg, objects)); diff != "" {
				t.Errorf("objects (-first +second):\n%s", diff)
			}
			return ctx
		}).
		Assess("the adapter is the same", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			if diff := cmp.Diff(processes, adapterProcesses(ctx, t, cfg)); diff != "" {
				t.Errorf("adapter (-first +second):\n%s", diff)
			}
			return ctx
		}).
		Feature()
}

// upWhileReading reads a metric again and again while `lab up` runs.
func upWhileReading(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	metrics := externalClient(t, cfg).NamespacedMetrics("default")
	failures := map[string]int{}
	ended := make(chan error, 1)
	go func() { ended <- provider.Repair(ctx) }()
	err := wait.For(ctx, "lab up to end", upTimeout, poll, func(context.Context) (bool, string, error) {
		if _, err := metrics.List("queue-messages", everything); err != nil {
			failures[err.Error()]++
		}
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
			return true, "", nil
		default:
			return false, "it runs", nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for failure, times := range failures {
		t.Errorf("%d reads failed: %s", times, failure)
	}
	return ctx
}

// uninstalled: the objects go in the reverse order of their installation. The
// APIServices go first, while the adapter still answers: when one has no
// server, the API server cannot tell what it serves, and the deletion of
// every namespace waits. Afterwards nothing is left, and `lab up` brings all
// of it back.
func uninstalled(objects []*unstructured.Unstructured) types.Feature {
	const ns, during, after = "installation", "deleted-during", "deleted-after"
	apiServices, adapters, others := partsOf(objects)
	return features.New("uninstallation").
		WithSetup("a namespace that is deleted meanwhile", makeServices(during, "web")).
		WithSetup("with a metric", simulated(during, "load", ofService("requests", constant("7")))).
		WithSetup("and an object that holds it up", beginDeletion(during)).
		WithSetup("a workload of 10 a pod", makeWorkload(ns, onPods("requests", "10"))).
		WithSetup("a total of 30", simulated(ns, "load", totalOfPods("requests", constant("30")))).
		WithSetup("an HPA that has scaled to 3", reaches(ns, 3)).
		WithSetup("the namespace controller at work", waitUntilHeldUp(during)).
		Assess("the APIServices go first", remove(apiServices)).
		Assess("the metrics APIs are not served any more", groupsGo(metricsGroups...)).
		Assess("then the adapter", stopAdapter(adapters)).
		Assess("then the rest, while two namespaces are deleted", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			letGo(ctx, t, cfg, during)
			makeAndDelete(ctx, t, cfg, after)
			return remove(others)(ctx, t, cfg)
		}).
		Assess("no object is left", noneIsThere(objects)).
		Assess("nor a group", groupsGo(allGroups...)).
		Assess("nor anything with the label", nothingIsLabelled).
		Assess("nor a right", rightsGo).
		Assess("the namespace goes whose deletion began before", gone(during)).
		Assess("so does the one that was deleted without the adapter", gone(after)).
		Assess("the HPA says that there is no metrics API, and keeps 3", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForScaling(ctx, t, cfg, ns, "3 replicas and the problem", func(s scaling) bool {
				return s.is(3) && strings.Contains(s.problem, "no custom metrics API (custom.metrics.k8s.io) registered")
			})
			return ctx
		}).
		Assess("lab up installs it again", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			if err := provider.Repair(ctx); err != nil {
				t.Fatal(err)
			}
			contents(ctx, t, cfg, objects)
			return ctx
		}).
		Assess("a metric that is declared has its value", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, "service", ofService("requests", constant("10500m")))
			waitForValue(ctx, t, ns, 10_500)
			return ctx
		}).
		Assess("the HPA scales again", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, "load", totalOfPods("requests", constant("20")))
			waitForReplicas(ctx, t, cfg, ns, 2)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}
