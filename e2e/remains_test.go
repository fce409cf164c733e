package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
)

// forgetTimeout is how long the API server and its controllers may take to
// forget what was removed.
const forgetTimeout = 30 * time.Second

var (
	metricsGroups = []string{"custom.metrics.k8s.io", "external.metrics.k8s.io"}
	// allGroups are those that the installation adds to the API.
	allGroups = append([]string{"lab.example.com"}, metricsGroups...)
)

// groupsGo waits until the API server serves none of the groups.
func groupsGo(groups ...string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		client := discoveryClient(t, cfg)
		err := wait.For(ctx, "the API server to forget groups", forgetTimeout, poll, func(context.Context) (bool, string, error) {
			served, err := client.ServerGroups()
			if err != nil {
				return false, "", err
			}
			left := slices.DeleteFunc(slices.Clone(groups), func(group string) bool {
				return !slices.ContainsFunc(served.Groups, func(g metav1.APIGroup) bool { return g.Name == group })
			})
			return len(left) == 0, fmt.Sprintf("it serves %q", left), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return ctx
	}
}

// nothingIsLabelled lists the objects of each resource that there is: none has
// the label that the manifests give to theirs.
func nothingIsLabelled(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	for _, left := range labelled(ctx, t, cfg) {
		t.Errorf("%s is left", left)
	}
	return ctx
}

func labelled(ctx context.Context, t *testing.T, cfg *envconf.Config) []string {
	t.Helper()
	all, err := discoveryClient(t, cfg).ServerPreferredResources()
	if err != nil {
		t.Fatalf("ask the API server what it serves: %v", err)
	}
	listable, err := discovery.GroupVersionResources(discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"list"}}, all))
	if err != nil {
		t.Fatal(err)
	}
	config := restConfig(cfg)
	config.WarningHandler = rest.NoWarnings{} // some of the resources are deprecated
	client, err := metadata.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for resource := range listable {
		list, err := client.Resource(resource).List(ctx, metav1.ListOptions{LabelSelector: "app.kubernetes.io/part-of=metrics-lab"})
		if err != nil && !apierrors.IsNotFound(err) { // it may have been removed meanwhile
			t.Errorf("list %s: %v", resource, err)
			continue
		}
		for _, object := range list.Items {
			found = append(found, fmt.Sprintf("%s %s/%s", resource.Resource, object.Namespace, object.Name))
		}
	}
	return found
}

// rightsGo waits until Kubernetes' own roles, to which the installation adds,
// do not have its groups in them any more.
func rightsGo(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	err := wait.For(ctx, "the rights to go", forgetTimeout, poll, func(ctx context.Context) (bool, string, error) {
		var left []string
		for _, name := range []string{"view", "edit", "admin"} {
			var role rbacv1.ClusterRole
			if err := cfg.Client().Resources().Get(ctx, name, "", &role); err != nil {
				return false, "", err
			}
			for _, rule := range role.Rules {
				if slices.ContainsFunc(rule.APIGroups, func(group string) bool { return slices.Contains(allGroups, group) }) {
					left = append(left, fmt.Sprintf("%s: %s", name, rule.String()))
				}
			}
		}
		return len(left) == 0, fmt.Sprintf("%q", left), nil
	})
	if err != nil {
		t.Error(err)
	}
	return ctx
}

func discoveryClient(t *testing.T, cfg *envconf.Config) *discovery.DiscoveryClient {
	t.Helper()
	return clientsOf(t, cfg).Discovery
}
