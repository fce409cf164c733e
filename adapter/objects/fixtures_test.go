package objects_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	metadatafake "k8s.io/client-go/metadata/fake"

	"example.com/metrics-lab/adapter/index"
	"example.com/metrics-lab/adapter/objects"
)

var (
	podsGVR  = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	nodesGVR = schema.GroupVersionResource{Version: "v1", Resource: "nodes"}
)

func object(kind, namespace, name string, labels map[string]string) *metav1.PartialObjectMetadata {
	return &metav1.PartialObjectMetadata{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: kind},
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, Labels: labels},
	}
}

func newClient(t *testing.T, objects ...runtime.Object) *metadatafake.FakeMetadataClient {
	t.Helper()
	scheme := metadatafake.NewTestScheme()
	if err := metav1.AddMetaToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	return metadatafake.NewSimpleMetadataClient(scheme, objects...)
}

// names writes objects as namespace/name.
func names(objects []types.NamespacedName) []string {
	var all []string
	for _, object := range objects {
		all = append(all, object.String())
	}
	return all
}

// bubble runs a test in time of its own, which passes when everything waits. It fails if a goroutine that the test
// started survives the context that the test was given.
func bubble(t *testing.T, test func(t *testing.T, ctx context.Context)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		test(t, ctx)
		cancel()
		pass(time.Minute) // a reflector ends its back-off before it looks at its context
	})
}

// pass lets time pass in a bubble, and with it whatever is due.
func pass(d time.Duration) { <-time.After(d) }

func count(client *metadatafake.FakeMetadataClient, verb string) int {
	n := 0
	for _, action := range client.Actions() {
		if action.GetVerb() == verb {
			n++
		}
	}
	return n
}

func objectNames(list index.List[*objects.Object]) []string {
	var all []string
	for o := range list.All() {
		all = append(all, o.Name)
	}
	return all
}
