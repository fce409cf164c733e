package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/klient/k8s"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
)

// rightsAreThese and no others of those that come to mind.
func rightsAreThese() types.Feature {
	feature := features.New("who may do what").
		WithSetup("a namespace", makeServices(reviewedNS)).
		WithSetup("people", bindPeople)
	for _, row := range []struct {
		who, user string
		rights    []right
	}{
		{"a viewer", "e2e-view", viewerRights()},
		{"an editor", "e2e-edit", editorRights()},
		{"an administrator of a namespace", "e2e-admin", editorRights()},
		{"a viewer of all namespaces", "e2e-view-everywhere", viewerRightsEverywhere()},
		{"an editor of all namespaces", "e2e-edit-everywhere", editorRightsEverywhere()},
		{"an administrator of all namespaces", "e2e-admin-everywhere", editorRightsEverywhere()},
		{"a writer", "e2e-metrics-writer-everywhere", []right{{"post", noGroup, writes, everywhere, true}, {"get", noGroup, writes, everywhere, false}}},
		{"nobody", "e2e-nobody", nobodysRights()},
		{"the HPA controller", "system:serviceaccount:kube-system:horizontal-pod-autoscaler", hpaRights()},
		{"the adapter", "system:serviceaccount:" + adapterNamespace + ":" + adapterName, adapterRights()},
	} {
		feature.Assess(row.who, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			waitForRights(ctx, t, cfg, row.user, row.rights)
			return ctx
		})
	}
	return feature.
		Assess("as the table says", tableIsTrue).
		WithTeardown("people", unbindPeople).
		WithTeardown("namespace", deleteNamespace(reviewedNS)).
		Feature()
}

// bindPeople binds users, who need no account, to roles that are there.
func bindPeople(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	bindings := bindingsEverywhere()
	for _, role := range []string{"view", "edit", "admin"} {
		bindings = append(bindings, &rbacv1.RoleBinding{
			ObjectMeta: metav1.ObjectMeta{Namespace: reviewedNS, Name: role},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
			Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: "e2e-" + role}},
		})
	}
	for _, binding := range bindings {
		if err := cfg.Client().Resources().Create(ctx, binding); err != nil {
			t.Fatal(err)
		}
	}
	return ctx
}

// bindingsEverywhere are those in no namespace. Only they give rights to what
// is in none.
func bindingsEverywhere() (bindings []k8s.Object) {
	for _, role := range []string{"view", "edit", "admin", "metrics-writer", "system:monitoring", "cluster-admin"} {
		name := "e2e-" + role + "-everywhere"
		bindings = append(bindings, &rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: name},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
			Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: name}},
		})
	}
	return bindings
}

func unbindPeople(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	for _, binding := range bindingsEverywhere() {
		if err := cfg.Client().Resources().Delete(ctx, binding); err != nil {
			t.Error(err)
		}
	}
	return ctx
}

// waitForRights waits until all lines are as wanted. Some are only when roles
// have been put together.
func waitForRights(ctx context.Context, t *testing.T, cfg *envconf.Config, user string, rights []right) {
	t.Helper()
	clientset := clientsOf(t, cfg).Kubernetes
	err := wait.For(ctx, "the rights of "+user, rightsTimeout, poll, func(ctx context.Context) (bool, string, error) {
		var wrong []string
		for _, r := range rights {
			review, err := clientset.AuthorizationV1().SubjectAccessReviews().Create(ctx, reviewOf(user, r), metav1.CreateOptions{})
			if err != nil {
				return false, "", err
			}
			if review.Status.Allowed != r.want {
				wrong = append(wrong, fmt.Sprintf("%+v: %t, %s", r, review.Status.Allowed, review.Status.Reason))
			}
		}
		return len(wrong) == 0, strings.Join(wrong, "\n"), nil
	})
	if err != nil {
		t.Error(err)
	}
}

// reviewOf asks about a user, in the groups that authentication puts one into.
func reviewOf(user string, r right) *authorizationv1.SubjectAccessReview {
	review := &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
		User: user, Groups: []string{"system:authenticated"},
	}}
	if user == "system:anonymous" {
		review.Spec.Groups = []string{"system:unauthenticated"}
	}
	if parts := strings.Split(user, ":"); strings.HasPrefix(user, "system:serviceaccount:") {
		review.Spec.Groups = append(review.Spec.Groups, "system:serviceaccounts", "system:serviceaccounts:"+parts[2])
	}
	if strings.HasPrefix(r.resource, "/") {
		review.Spec.NonResourceAttributes = &authorizationv1.NonResourceAttributes{Path: r.resource, Verb: r.verb}
		return review
	}
	resource, subresource, _ := strings.Cut(r.resource, "/")
	review.Spec.ResourceAttributes = &authorizationv1.ResourceAttributes{
		Verb: r.verb, Group: r.group, Resource: resource, Subresource: subresource, Namespace: r.ns,
	}
	return review
}
