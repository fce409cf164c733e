package objects

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
)

// Has tells whether an object exists. The namespace is empty for root-scoped resources. An error means that it is not
// known: see List.
func (s *Informers) Has(ctx context.Context, gvr schema.GroupVersionResource, object types.NamespacedName) (bool, error) {
	store, err := s.synced(ctx, gvr)
	if err != nil {
		return false, err
	}
	key := cache.ObjectName{Namespace: object.Namespace, Name: object.Name}.String()
	_, exists, err := store.GetByKey(key)
	return exists, err
}

// List answers the objects whose labels match, ordered by namespace and name. An empty namespace means all of them, and
// is the one for root-scoped resources. It never answers that there are no objects if it does not know: the error then
// says what the API server answered, at the latest after five seconds. apierrors.IsNotFound holds for it if the API
// server does not serve the resource any more.
func (s *Informers) List(ctx context.Context, gvr schema.GroupVersionResource, namespace string, selector labels.Selector) ([]types.NamespacedName, error) {
	var names []types.NamespacedName
	err := s.each(ctx, gvr, namespace, selector, func(object *metav1.PartialObjectMetadata) {
		names = append(names, nameOf(object))
	})
	slices.SortFunc(names, byName)
	return names, err
}

// each calls a function with the objects whose labels match, in no order.
func (s *Informers) each(ctx context.Context, gvr schema.GroupVersionResource, namespace string, selector labels.Selector, do func(*metav1.PartialObjectMetadata)) error {
	store, err := s.synced(ctx, gvr)
	if err != nil {
		return err
	}
	err = cache.ListAllByNamespace(store, namespace, selector, func(object any) {
		do(object.(*metav1.PartialObjectMetadata)) // strip lets nothing else in
	})
	if err != nil {
		return fmt.Errorf("list %s in memory: %w", gvr.GroupResource(), err)
	}
	return nil
}

func nameOf(object *metav1.PartialObjectMetadata) types.NamespacedName {
	return types.NamespacedName{Namespace: object.Namespace, Name: object.Name}
}

func byName(a, b types.NamespacedName) int {
	return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
}
