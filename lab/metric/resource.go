package metric

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/restmapper"
)

// resolve finds a resource by what kubectl takes for it: its plural, its singular or
// a short name, with its group or without. If there is none, meta.IsNoMatchError
// holds for the error.
func resolve(ctx context.Context, client discovery.DiscoveryInterfaceWithContext, name string) (*meta.RESTMapping, error) {
	groups, err := restmapper.GetAPIGroupResourcesWithContext(ctx, client)
	if err != nil {
		return nil, fmt.Errorf("discover the resources: %w", err)
	}
	// What the metrics APIs serve looks like resources, and describes no objects.
	groups = slices.DeleteFunc(groups, func(g *restmapper.APIGroupResources) bool {
		return strings.HasSuffix(g.Group.Name, "metrics.k8s.io")
	})
	mapper := restmapper.NewShortcutExpanderWithContext(restmapper.NewDiscoveryRESTMapperWithContext(groups), client, nil)
	kind, err := mapper.KindForWithContext(ctx, schema.ParseGroupResource(name).WithVersion(""))
	if err != nil {
		return nil, err
	}
	return mapper.RESTMappingWithContext(ctx, kind.GroupKind(), kind.Version)
}
