package e2e

import (
	"context"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset/typed/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/lab/host/wait"
)

// makeWidgets makes the resource, in one version, and widgets of those names
// and sizes.
func makeWidgets(ctx context.Context, t *testing.T, cfg *envconf.Config, version, ns string, sizes map[string]string) {
	t.Helper()
	defineWidgets(ctx, t, cfg, version)
	client := clientsOf(t, cfg).Dynamic
	inVersion := schema.GroupVersion{Group: widget.Group, Version: version}
	resource := client.Resource(inVersion.WithResource("widgets")).Namespace(ns)
	for name, size := range sizes {
		object := &unstructured.Unstructured{}
		object.SetGroupVersionKind(inVersion.WithKind(widget.Kind))
		object.SetName(name)
		object.SetLabels(map[string]string{"size": size})
		err := wait.For(ctx, "a widget to be taken", definedTimeout, poll, func(ctx context.Context) (bool, string, error) {
			_, err := resource.Create(ctx, object, metav1.CreateOptions{})
			return err == nil || apierrors.IsAlreadyExists(err), "", err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// defineWidgets makes the resource, as soon as an earlier one has gone.
func defineWidgets(ctx context.Context, t *testing.T, cfg *envconf.Config, version string) {
	t.Helper()
	client := definitions(t, cfg)
	err := wait.For(ctx, "the definition of widgets", definedTimeout, poll, func(ctx context.Context) (bool, string, error) {
		_, err := client.Create(ctx, &apiextensionsv1.CustomResourceDefinition{
			ObjectMeta: metav1.ObjectMeta{Name: widgets},
			Spec: apiextensionsv1.CustomResourceDefinitionSpec{
				Group: widget.Group,
				Scope: apiextensionsv1.NamespaceScoped,
				Names: apiextensionsv1.CustomResourceDefinitionNames{Plural: "widgets", Singular: "widget", Kind: "Widget", ListKind: "WidgetList"},
				Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
					Name: version, Served: true, Storage: true,
					Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{Type: "object"}},
				}},
			},
		}, metav1.CreateOptions{})
		return err == nil, "", err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// removeWidgets takes the resource away, with its objects, unless it has gone.
func removeWidgets(ctx context.Context, t *testing.T, cfg *envconf.Config) {
	t.Helper()
	if err := definitions(t, cfg).Delete(ctx, widgets, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		t.Fatal(err)
	}
}

func definitions(t *testing.T, cfg *envconf.Config) apiextensions.CustomResourceDefinitionInterface {
	t.Helper()
	client, err := apiextensions.NewForConfig(restConfig(cfg))
	if err != nil {
		t.Fatal(err)
	}
	return client.CustomResourceDefinitions()
}

// watchWidgets is a role that is added to the adapter's, by its label.
func watchWidgets() *rbacv1.ClusterRole {
	return &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: "e2e-widgets", Labels: map[string]string{"lab.example.com/aggregate-to-metrics-adapter": "true"}},
		Rules:      []rbacv1.PolicyRule{{APIGroups: []string{widget.Group}, Resources: []string{"widgets"}, Verbs: []string{"list", "watch"}}},
	}
}

func letAdapterWatchWidgets(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	if err := cfg.Client().Resources().Create(ctx, watchWidgets()); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func forbidAdapterWidgets(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	if err := cfg.Client().Resources().Delete(ctx, watchWidgets()); err != nil {
		t.Error(err)
	}
	return ctx
}
