package manifest

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/restmapper"

	"example.com/metrics-lab/lab/clients"
)

// FieldManager owns the fields that a lab applies.
const FieldManager = "metrics-lab"

// Apply puts the objects into the cluster with server-side apply, in the given
// order. It can be repeated: fields that others own are left alone unless the
// objects name them.
func Apply(ctx context.Context, c *clients.Clients, objects []*unstructured.Unstructured) error {
	groups, err := restmapper.GetAPIGroupResourcesWithContext(ctx, c.Discovery)
	if err != nil {
		return fmt.Errorf("ask the API server what it serves: %w", err)
	}
	mapper := restmapper.NewDiscoveryRESTMapper(groups)
	for _, object := range objects {
		kind := object.GroupVersionKind()
		mapping, err := mapper.RESTMapping(kind.GroupKind(), kind.Version)
		if err != nil {
			return fmt.Errorf("apply %s %s: %w", kind.Kind, object.GetName(), err)
		}
		_, err = c.Dynamic.Resource(mapping.Resource).Namespace(object.GetNamespace()).
			Apply(ctx, object.GetName(), object, metav1.ApplyOptions{FieldManager: FieldManager, Force: true})
		if err != nil {
			return fmt.Errorf("apply %s %s: %w", kind.Kind, object.GetName(), err)
		}
	}
	return nil
}
