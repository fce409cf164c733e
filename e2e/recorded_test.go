package e2e

import (
	"context"
	"slices"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/e2e-framework/klient/k8s"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/e2e/recorder"
)

// recorded is an adapter of which each request to the API server is known.
type recorded struct {
	*recorder.Recorder
	adapter direct
}

// startRecorded starts one that is ready. It runs until the test ends.
func startRecorded(ctx context.Context, t *testing.T, cfg *envconf.Config, streams bool) recorded {
	t.Helper()
	between, err := recorder.Start(restConfig(cfg), streams)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(between.Stop)
	second, err := provider.StartSecond(ctx, api.Config{
		Clusters:       map[string]*api.Cluster{"recorded": {Server: between.URL(), CertificateAuthorityData: between.CA()}},
		AuthInfos:      map[string]*api.AuthInfo{adapterName: {Token: tokenOf(ctx, t, cfg, adapterNamespace, adapterName)}},
		Contexts:       map[string]*api.Context{"recorded": {Cluster: "recorded", AuthInfo: adapterName}},
		CurrentContext: "recorded",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := second.Stop(context.WithoutCancel(ctx)); err != nil {
			t.Error(err)
		}
	})
	adapter := directTo(ctx, t, cfg)[0]
	adapter.port = second.Port
	adapter.waitUntilReady(ctx, t)
	return recorded{between, adapter}
}

// tokenOf returns a token of an account that is there.
func tokenOf(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name string) string {
	t.Helper()
	made, err := clientsOf(t, cfg).Kubernetes.CoreV1().ServiceAccounts(ns).CreateToken(ctx, name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return made.Status.Token
}

// grantedToAdapter are the rights that are bound to the adapter's account, wherever they come from.
func grantedToAdapter(ctx context.Context, t *testing.T, cfg *envconf.Config) (rights []recorder.Right) {
	t.Helper()
	var ofCluster rbacv1.ClusterRoleBindingList
	var ofNamespaces rbacv1.RoleBindingList
	for _, list := range []k8s.ObjectList{&ofCluster, &ofNamespaces} {
		if err := cfg.Client().Resources().List(ctx, list); err != nil {
			t.Fatal(err)
		}
	}
	isAdapter := func(s rbacv1.Subject) bool { return s.Name == adapterName && s.Namespace == adapterNamespace }
	add := func(ref rbacv1.RoleRef, subjects []rbacv1.Subject, ns string) {
		if slices.ContainsFunc(subjects, isAdapter) {
			for _, rule := range rulesOf(ctx, t, cfg, ref, ns) {
				rights = append(rights, recorder.RightsOf(rule, ns)...)
			}
		}
	}
	for _, binding := range ofCluster.Items {
		add(binding.RoleRef, binding.Subjects, "")
	}
	for _, binding := range ofNamespaces.Items {
		add(binding.RoleRef, binding.Subjects, binding.Namespace)
	}
	return rights
}

// rulesOf are those of a role that a binding in a namespace refers to.
func rulesOf(ctx context.Context, t *testing.T, cfg *envconf.Config, ref rbacv1.RoleRef, ns string) []rbacv1.PolicyRule {
	t.Helper()
	var ofCluster rbacv1.ClusterRole
	var inNamespace rbacv1.Role
	var err error
	if ref.Kind == "Role" {
		err = cfg.Client().Resources().Get(ctx, ref.Name, ns, &inNamespace)
	} else {
		err = cfg.Client().Resources().Get(ctx, ref.Name, "", &ofCluster)
	}
	if err != nil {
		t.Fatal(err)
	}
	return append(inNamespace.Rules, ofCluster.Rules...)
}

// unused are the rights that cover none of those that were needed.
func unused(granted, used []recorder.Right) (texts []string) {
	for _, right := range granted {
		if !slices.ContainsFunc(used, right.Covers) {
			texts = append(texts, right.String())
		}
	}
	return texts
}

// missing are the rights that were needed and that none covers.
func missing(granted, used []recorder.Right) (texts []string) {
	for _, right := range used {
		if !slices.ContainsFunc(granted, func(has recorder.Right) bool { return has.Covers(right) }) {
			texts = append(texts, right.String())
		}
	}
	return texts
}

// forgetAllOfCluster deletes all ClusterSimulatedMetrics.
func forgetAllOfCluster(ctx context.Context, t *testing.T, cfg *envconf.Config) {
	t.Helper()
	resource := v1alpha1.GroupVersion().WithResource("clustersimulatedmetrics")
	if err := clientsOf(t, cfg).Dynamic.Resource(resource).DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{}); err != nil {
		t.Error(err)
	}
}
