package check

import (
	"strings"
	"testing"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"

	"example.com/metrics-lab/lab/certificate"
)

func TestCertificateWasRenewed(t *testing.T) {
	t.Parallel()
	noon := time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)
	newCA := func() certificate.Pair {
		ca, err := certificate.NewCA("ca", noon)
		if err != nil {
			t.Fatal(err)
		}
		return ca
	}
	ca, other := newCA(), newCA()
	for _, row := range []struct {
		name   string
		signer certificate.Pair
		after  time.Duration
		want   string
	}{
		{"renewed", ca, time.Minute, ""},
		{"the first one", ca, time.Second, "step 2 renews it"},
		{"by another authority", other, time.Minute, "another authority has signed it"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			leaf, err := row.signer.NewServer(noon.Add(row.after), "a")
			if err != nil {
				t.Fatal(err)
			}
			l := with(fake.NewClientset(&corev1.Secret{
				ObjectMeta: metav1.ObjectMeta{Namespace: "metrics-lab", Name: "metrics-adapter-cert"},
				Data:       map[string][]byte{"ca.crt": ca.Cert, "tls.crt": leaf.Cert},
			}))
			wantError(t, certificateWasRenewed(t.Context(), l), row.want)
		})
	}
	empty := with(fake.NewClientset(&corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: "metrics-lab", Name: "metrics-adapter-cert"}}))
	wantError(t, certificateWasRenewed(t.Context(), empty), "no certificate")
}

// TestDashboard: each row is what the account may do.
func TestDashboard(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, orders, rest string
		may                []string
	}{
		{"nothing", "exercise 1", "not before what is said above", nil},
		{"as it is to be", "", "", []string{"production get services/orders_per_second"}},
		{"another metric, too", "", "it may get services/http_requests in namespace production", []string{"production get services/orders_per_second", "production get services/http_requests"}},
		{"pods", "", "it may list pods in namespace production", []string{"production get services/orders_per_second", "production list pods"}},
		{"elsewhere, too", "", "in namespace demo", []string{"production get services/orders_per_second", "demo get services/orders_per_second"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			client := fake.NewClientset()
			client.PrependReactor("create", "subjectaccessreviews", func(action clienttesting.Action) (bool, runtime.Object, error) {
				review := action.(clienttesting.CreateAction).GetObject().(*authorizationv1.SubjectAccessReview).DeepCopy()
				do := review.Spec.ResourceAttributes
				what := strings.TrimSuffix(do.Namespace+" "+do.Verb+" "+do.Resource+"/"+do.Subresource, "/")
				for _, may := range row.may {
					review.Status.Allowed = review.Status.Allowed || may == what && review.Spec.User == "system:serviceaccount:production:dashboard"
				}
				return true, review, nil
			})
			l := with(client)
			wantError(t, dashboardMayReadOrders(t.Context(), l), row.orders)
			wantError(t, dashboardMayReadNothingElse(t.Context(), l), row.rest)
		})
	}
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	const (
		resources   = "resources: [deployment.yaml, apis.yaml]\n"
		deployment  = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 2, template: {spec: {containers: [{name: a, image: 'registry.you.example/a:v1'}]}}}\n"
		external    = "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1beta1.external.metrics.k8s.io}\n"
		custom      = "---\napiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1beta1.custom.metrics.k8s.io}\n"
		imageWant   = "which is in no registry"
		externalAPI = "want [v1beta1.external.metrics.k8s.io]"
	)
	for _, row := range []struct {
		name, kustomization, deployment, apis, image, external string
	}{
		{"as it is to be", resources, deployment, external, "", ""},
		{"none", "", "", "", "exercise 2 makes it", "exercise 2 makes it"},
		{"it does not build", "resources: [none.yaml]\n", "", "", "kubectl kustomize workshop/answers/production fails", "fails"},
		{"no Deployment", "resources: [apis.yaml]\n", "", external, "it has no Deployment", ""},
		{"one replica", resources, strings.Replace(deployment, "replicas: 2", "replicas: 1", 1), external, "it has one replica", ""},
		{"the placeholder", resources, strings.Replace(deployment, "you.example", "example.com", 1), external, imageWant, ""},
		{"the lab's image", resources, strings.Replace(deployment, "registry.you.example", "metrics-lab", 1), external, imageWant, ""},
		{"custom, too", resources, deployment, external + custom, "", externalAPI},
		{"custom only", resources, deployment, custom, "", externalAPI},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			l := &Learner{Root: t.TempDir()}
			for name, text := range map[string]string{"kustomization.yaml": row.kustomization, "deployment.yaml": row.deployment, "apis.yaml": row.apis} {
				if text != "" {
					put(t, l.Root, production+"/"+name, text)
				}
			}
			var theirs overlay
			wantError(t, theirs.hasAnImage(t.Context(), l), row.image)
			wantError(t, theirs.isExternal(t.Context(), l), row.external)
		})
	}
}
