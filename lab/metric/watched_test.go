package metric

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"
)

// TestSetOfWhatTheAdapterMayNotWatch: the value is set, and it is said what to do so
// that it can be read.
func TestSetOfWhatTheAdapterMayNotWatch(t *testing.T) {
	t.Parallel()
	const pods = "the adapter may not watch pods: their metrics can be read once a ClusterRole lets it, " +
		"`kubectl --context kwok-test create clusterrole metrics-adapter:pods --verb list,watch --resource pods" +
		" && kubectl --context kwok-test label clusterrole metrics-adapter:pods lab.example.com/aggregate-to-metrics-adapter=true`"
	for _, row := range []struct {
		name   string
		target Target
		want   string
	}{
		{"object", Target{Metric: "m", Resource: "po", Name: "a", Namespace: "shop"}, pods},
		{"object that does not exist", Target{Metric: "m", Resource: "po", Name: "b", Namespace: "shop"}, "there is no object pods shop/b yet, and " + pods},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			server, client := newServer(t, cluster(map[string]answer{
				"POST " + reviews: review(false),
				"PATCH " + stored(objectName(t, row.target, "pods")): {body: map[string]any{"kind": "SimulatedMetric", "apiVersion": "lab.example.com/v1alpha1"}},
			}))
			result, err := client.Set(t.Context(), row.target, resource.MustParse("40"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, result.Note); diff != "" {
				t.Errorf("note (-want +got):\n%s", diff)
			}
			if len(server.written()) != 1 {
				t.Errorf("want it set, got %v", server.written())
			}
			if diff := cmp.Diff([]string{"system:serviceaccount:metrics-lab:metrics-adapter list pods"}, server.asked); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnwatched: both rights are needed, of a resource of any group.
func TestUnwatched(t *testing.T) {
	t.Parallel()
	server, client := newServer(t, cluster(nil))
	deployments := Target{Metric: "m", Resource: "deploy", Name: "a", Namespace: "shop"}
	s, _, err := client.resolve(t.Context(), deployments)
	if err != nil {
		t.Fatal(err)
	}
	if why, err := client.unwatched(t.Context(), s.Resource); err != nil || why != "" {
		t.Errorf("got %q, %v, want that it may", why, err)
	}
	want := []string{
		"system:serviceaccount:metrics-lab:metrics-adapter list deployments.apps",
		"system:serviceaccount:metrics-lab:metrics-adapter watch deployments.apps",
	}
	if diff := cmp.Diff(want, server.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}
