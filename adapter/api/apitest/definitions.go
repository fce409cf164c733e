// Package apitest does with SimulatedMetrics and ClusterSimulatedMetrics what an API server does with them, for tests.
package apitest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// Admit is what an API server does with an object of a kind before it stores it: it leaves out what the definition does
// not know, and answers the errors for which it refuses the object.
type Admit func(ctx context.Context, object *unstructured.Unstructured) field.ErrorList

// Kinds reads the definitions that are applied to clusters, checks them as an API server does, the cost of their rules
// included, and answers how it then treats the objects of each kind, by its name.
func Kinds(t testing.TB) map[string]Admit {
	t.Helper()
	scheme := runtime.NewScheme()
	install.Install(scheme)
	files, err := filepath.Glob(filepath.Join(root(t), "manifests", "base", "crds", "*.yaml"))
	if err != nil || len(files) != 2 {
		t.Fatalf("want the definitions of two kinds, got %v, %v", files, err)
	}
	kinds := make(map[string]Admit)
	for _, file := range files {
		crd := readCRD(t, scheme, file)
		if errs := crdvalidation.ValidateCustomResourceDefinition(t.Context(), crd); len(errs) > 0 {
			t.Fatalf("%s: %v", file, errs)
		}
		kinds[crd.Spec.Names.Kind] = admission(t, crd)
	}
	return kinds
}

func readCRD(t testing.TB, scheme *runtime.Scheme, file string) *apiextensions.CustomResourceDefinition {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var versioned apiextensionsv1.CustomResourceDefinition
	if err := yaml.UnmarshalStrict(data, &versioned); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	scheme.Default(&versioned)
	var crd apiextensions.CustomResourceDefinition
	if err := scheme.Convert(&versioned, &crd, nil); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	crd.Status.StoredVersions = []string{v1alpha1.Version}
	return &crd
}

func admission(t testing.TB, crd *apiextensions.CustomResourceDefinition) Admit {
	t.Helper()
	schema, err := apiextensions.GetSchemaForVersion(crd, v1alpha1.Version)
	if err != nil {
		t.Fatal(err)
	}
	structural, err := structuralschema.NewStructural(schema.OpenAPIV3Schema)
	if err != nil {
		t.Fatal(err)
	}
	openAPI, _, err := validation.NewSchemaValidator(schema.OpenAPIV3Schema)
	if err != nil {
		t.Fatal(err)
	}
	kind := v1alpha1.GroupVersion().WithKind(crd.Spec.Names.Kind)
	namespaced := crd.Spec.Scope == apiextensions.NamespaceScoped
	strategy := customresource.NewStrategy(nil, namespaced, kind, openAPI, nil, structural, nil, nil, nil)
	return func(ctx context.Context, object *unstructured.Unstructured) field.ErrorList {
		defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, structural)
		pruning.Prune(object.Object, structural, true)
		strategy.PrepareForCreate(ctx, object)
		return strategy.Validate(ctx, object)
	}
}

// root is the repository's top folder.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Fatalf("the test runs outside of the repository: %v", err)
	return ""
}
