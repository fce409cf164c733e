package objects

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Finder finds objects by the name of their resource, for those who do not care in which version it is served.
type Finder struct {
	*Informers
	Mapping *Mapping
}

// View answers the objects of a namespace. The errors are those of Mapping.Resolve and of Informers.View.
func (f Finder) View(ctx context.Context, resource schema.GroupResource, namespace string) (View, error) {
	found, err := f.Mapping.Resolve(ctx, resource)
	if err != nil {
		return View{}, err
	}
	return f.Informers.View(ctx, found.GroupVersionResource, namespace)
}

// Resolve is that of Mapping.
func (f Finder) Resolve(ctx context.Context, resource schema.GroupResource) (Resource, error) {
	return f.Mapping.Resolve(ctx, resource)
}
