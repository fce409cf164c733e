package objects

import (
	"context"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// View answers the objects of a namespace, which is empty for root-scoped resources. It never answers that there are no
// objects if it does not know: the error then says what the API server answered, at the latest after five seconds.
// apierrors.IsNotFound holds for it if the API server does not serve the resource any more.
func (s *Informers) View(ctx context.Context, gvr schema.GroupVersionResource, namespace string) (View, error) {
	objects, err := s.synced(ctx, gvr)
	if err != nil {
		return View{}, err
	}
	return objects.view(namespace), nil
}

// Has tells whether an object exists. The errors are those of View.
func (s *Informers) Has(ctx context.Context, gvr schema.GroupVersionResource, object types.NamespacedName) (bool, error) {
	v, err := s.View(ctx, gvr, object.Namespace)
	return err == nil && v.Has(object.Name), err
}

// List answers the objects of a namespace whose labels match, ordered by name. The errors are those of View.
func (s *Informers) List(ctx context.Context, gvr schema.GroupVersionResource, namespace string, selector labels.Selector) ([]types.NamespacedName, error) {
	v, err := s.View(ctx, gvr, namespace)
	if err != nil {
		return nil, err
	}
	found := v.Select(selector)
	names := make([]types.NamespacedName, len(found))
	for i, o := range found {
		names[i] = o.NamespacedName
	}
	return names, nil
}
