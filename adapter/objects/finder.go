package objects

import (
	"context"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// Finder finds objects by the name of their resource, for those who do not care in which version it is served.
type Finder struct {
	Mapping   *Mapping
	Informers *Informers
}

// Find answers the objects whose labels match, as Informers.List does, and apart from them those that are being deleted,
// in no order: no new work goes to a pod that terminates. The errors are those of Mapping.Resolve and of Informers.List.
func (f Finder) Find(ctx context.Context, resource schema.GroupResource, namespace string, selector labels.Selector) (staying, leaving []types.NamespacedName, err error) {
	found, err := f.Mapping.Resolve(ctx, resource)
	if err != nil {
		return nil, nil, err
	}
	err = f.Informers.each(ctx, found.GroupVersionResource, namespace, selector, func(object *metav1.PartialObjectMetadata) {
		if object.DeletionTimestamp == nil {
			staying = append(staying, nameOf(object))
		} else {
			leaving = append(leaving, nameOf(object))
		}
	})
	slices.SortFunc(staying, byName)
	return staying, leaving, err
}

// Resolve is that of Mapping.
func (f Finder) Resolve(ctx context.Context, resource schema.GroupResource) (Resource, error) {
	return f.Mapping.Resolve(ctx, resource)
}

// Has tells whether an object exists, as Informers.Has does. The errors are those of Find.
func (f Finder) Has(ctx context.Context, resource schema.GroupResource, object types.NamespacedName) (bool, error) {
	found, err := f.Mapping.Resolve(ctx, resource)
	if err != nil {
		return false, err
	}
	return f.Informers.Has(ctx, found.GroupVersionResource, object)
}

// OnChange is that of Informers.
func (f Finder) OnChange(changed Changed) { f.Informers.OnChange(changed) }
