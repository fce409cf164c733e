package metric

import (
	"context"
	"fmt"

	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/rights"
)

// watchLabel adds the rules of a ClusterRole to what the adapter may watch:
// manifests/base/rbac-adapter.yaml.
const watchLabel = "lab.example.com/aggregate-to-metrics-adapter"

// unwatched says why the adapter cannot tell which objects of a resource there are,
// and what to do: until then no metric of theirs can be read. It is empty where the
// adapter may watch them.
func (c *Client) unwatched(ctx context.Context, resource schema.GroupResource) (string, error) {
	for _, verb := range []string{"list", "watch"} {
		may, err := rights.May(ctx, c.clients.Kubernetes, adapter.Namespace, adapter.Name, authorizationv1.ResourceAttributes{
			Verb: verb, Group: resource.Group, Resource: resource.Resource,
		})
		if err != nil {
			return "", explain(c.lab, err)
		}
		if !may {
			return c.letItWatch(resource), nil
		}
	}
	return "", nil
}

func (c *Client) letItWatch(resource schema.GroupResource) string {
	kubectl, role := "kubectl --context "+c.lab.context, adapter.Name+":"+resource.String()
	create := fmt.Sprintf("%s create clusterrole %s --verb list,watch --resource %s", kubectl, role, resource)
	label := fmt.Sprintf("%s label clusterrole %s %s=true", kubectl, role, watchLabel)
	return fmt.Sprintf("the adapter may not watch %s: their metrics can be read once a ClusterRole lets it, `%s && %s`", resource, create, label)
}
