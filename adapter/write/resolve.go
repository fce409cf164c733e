package write

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/refusal"
)

// Resolver tells what a client means by a resource; *objects.Mapping is one. If there is no such resource,
// meta.IsNoMatchError holds for the error.
type Resolver interface {
	Resolve(ctx context.Context, resource schema.GroupResource) (objects.Resource, error)
}

// resolve says whose value is set, without labels. The resource is plural and has its group from here on, so that all
// ways to write it set the same value.
func (h *Handler) resolve(ctx context.Context, t target) (setting.Setting, error) {
	asked := schema.ParseGroupResource(t.resource)
	found, err := h.resolver.Resolve(ctx, asked)
	if err != nil {
		return setting.Setting{}, refusal.Unresolved(err, asked)
	}
	t.resource = found.GroupResource().String()
	if found.Namespaced != (t.namespace != "") {
		return setting.Setting{}, wrongScope(t, found.Namespaced)
	}
	if err := setting.CheckName(found.GroupResource(), t.name); err != nil {
		return setting.Setting{}, apierrors.NewBadRequest(err.Error())
	}
	return setting.Setting{
		Metric:    t.metric,
		Namespace: t.namespace,
		Resource:  found.GroupResource(),
		Name:      t.name,
	}, nil
}

// wrongScope says which path to use instead.
func wrongScope(t target, namespaced bool) error {
	if namespaced {
		t.namespace = "NAMESPACE"
		return apierrors.NewBadRequest(fmt.Sprintf("%s are in namespaces: write to %s", t.resource, t.path()))
	}
	t.namespace = ""
	return apierrors.NewBadRequest(fmt.Sprintf("%s are in no namespace: write to %s", t.resource, t.path()))
}
