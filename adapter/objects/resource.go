package objects

import (
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Resource is what discovery says about one resource, in the version that the API server prefers.
type Resource struct {
	// GroupVersionResource is where its objects are listed. Its resource is plural.
	schema.GroupVersionResource
	// Kind is the kind of its objects.
	Kind schema.GroupVersionKind
	// Namespaced tells whether its objects live in namespaces.
	Namespaced bool
}

// resolve looks up a resource, plural or singular, in what one discovery found. The error is that of the mapper: one
// for which meta.IsNoMatchError holds if the resource is not there.
func resolve(mapper meta.RESTMapper, resource schema.GroupResource) (Resource, error) {
	gvr, err := mapper.ResourceFor(resource.WithVersion(""))
	if err != nil {
		return Resource{}, err
	}
	gvk, err := mapper.KindFor(gvr)
	if err != nil {
		return Resource{}, err
	}
	mapping, err := mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	if err != nil {
		return Resource{}, err
	}
	namespaced := mapping.Scope.Name() == meta.RESTScopeNameNamespace
	return Resource{GroupVersionResource: gvr, Kind: gvk, Namespaced: namespaced}, nil
}
