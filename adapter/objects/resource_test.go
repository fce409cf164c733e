package objects

import (
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// TestKnownIsBounded: what is kept does not grow with the ways in which clients write a resource.
func TestKnownIsBounded(t *testing.T) {
	t.Parallel()
	mapper := meta.NewDefaultRESTMapper(nil)
	mapper.Add(schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, meta.RESTScopeNamespace)
	k := &known{mapper: mapper}
	for _, name := range []string{"pods", "Pods", "PODS", "pOdS"} {
		if found, err := k.resolve(schema.GroupResource{Resource: name}); err != nil || found.Resource != "pods" {
			t.Errorf("%s: got %+v, %v", name, found, err)
		}
	}
	for _, resource := range []schema.GroupResource{{}, {Group: "apps"}, {Resource: "x"}} {
		if found, err := k.resolve(resource); !meta.IsNoMatchError(err) {
			t.Errorf("%+v: got %+v, %v, want no match", resource, found, err)
		}
	}
	kept := 0
	k.found.Range(func(any, any) bool { kept++; return true })
	if kept != 1 {
		t.Errorf("%d resources are kept, want 1", kept)
	}
}
