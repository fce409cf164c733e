package objects

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// Finder finds objects that work can go to, by the name of their resource, for those who do not care in which version it
// is served.
type Finder struct {
	Mapping   *Mapping
	Informers *Informers
}

// Find answers the objects whose labels match, as Informers.List does, but for those that are being deleted: no new work
// goes to a pod that terminates. The errors are those of Mapping.Resolve and of Informers.List.
func (f Finder) Find(ctx context.Context, resource schema.GroupResource, namespace string, selector labels.Selector) ([]types.NamespacedName, error) {
	found, err := f.Mapping.Resolve(ctx, resource)
	if err != nil {
		return nil, err
	}
	return f.Informers.list(ctx, found.GroupVersionResource, namespace, selector, stays)
}

func stays(object *metav1.PartialObjectMetadata) bool {
	return object.DeletionTimestamp == nil
}
