package objects_test

import (
	"context"
	"testing"
	"testing/synctest"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clienttesting "k8s.io/client-go/testing"

	"example.com/metrics-lab/adapter/objects"
)

// TestPodsThatHaveEndedAreLeftOut, by the API server, which knows the phase of Kubernetes' own pods only: it would refuse
// the selector for any other resource.
func TestPodsThatHaveEndedAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		resource schema.GroupVersionResource
		want     string
	}{
		{podsGVR, "status.phase!=Failed,status.phase!=Succeeded"},
		{nodesGVR, ""},
		{schema.GroupVersionResource{Group: "whales.example.com", Version: "v1", Resource: "pods"}, ""},
	} {
		t.Run(test.resource.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T, ctx context.Context) {
				client := newClient(t)
				if _, err := objects.NewInformers(ctx, client, func() {}).List(ctx, test.resource, "shop", labels.Everything()); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				got := map[string]string{}
				for _, action := range client.Actions() {
					switch action := action.(type) {
					case clienttesting.ListAction:
						got["list"] = action.GetListRestrictions().Fields.String()
					case clienttesting.WatchAction:
						got["watch"] = action.GetWatchRestrictions().Fields.String()
					}
				}
				for _, verb := range []string{"list", "watch"} {
					if selector, ok := got[verb]; !ok || selector != test.want {
						t.Errorf("%s: got the selector %q, %t, want %q", verb, selector, ok, test.want)
					}
				}
			})
		})
	}
}
