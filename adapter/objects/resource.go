package objects

import (
	"strings"
	"sync"

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

// known is what one discovery found.
type known struct {
	mapper meta.RESTMapper
	found  sync.Map // Resource by schema.GroupResource: the mapper looks through all groups for each answer
}

// resolve looks up a resource, plural or singular. The error is that of the mapper: one for which meta.IsNoMatchError
// holds if the resource is not there. The mapper does not tell upper from lower case, and knows no resource without a name.
func (k *known) resolve(resource schema.GroupResource) (Resource, error) {
	resource.Resource = strings.ToLower(resource.Resource) // or each way to write it would be kept
	if resource.Resource == "" {
		return Resource{}, &meta.NoResourceMatchError{PartialResource: resource.WithVersion("")}
	}
	if found, ok := k.found.Load(resource); ok {
		return found.(Resource), nil
	}
	gvr, err := k.mapper.ResourceFor(resource.WithVersion(""))
	if err != nil {
		return Resource{}, err
	}
	gvk, err := k.mapper.KindFor(gvr)
	if err != nil {
		return Resource{}, err
	}
	mapping, err := k.mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	if err != nil {
		return Resource{}, err
	}
	namespaced := mapping.Scope.Name() == meta.RESTScopeNameNamespace
	found := Resource{GroupVersionResource: gvr, Kind: gvk, Namespaced: namespaced}
	k.found.Store(resource, found)
	return found, nil
}
