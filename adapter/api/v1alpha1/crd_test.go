package v1alpha1_test

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
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// validate is what an API server does with an object of a kind: the errors for which it refuses it.
type validate func(ctx context.Context, object *unstructured.Unstructured) field.ErrorList

// loadCRDs reads the definitions that are applied to clusters, checks them as an API server does, the cost of their
// rules included, and answers how it then checks the objects of each kind.
func loadCRDs(t *testing.T) map[string]validate {
	t.Helper()
	scheme := runtime.NewScheme()
	install.Install(scheme)
	files, err := filepath.Glob("../../../manifests/base/crds/*.yaml")
	if err != nil || len(files) != 2 {
		t.Fatalf("want the definitions of two kinds, got %v, %v", files, err)
	}
	kinds := make(map[string]validate)
	for _, file := range files {
		crd := readCRD(t, scheme, file)
		if errs := crdvalidation.ValidateCustomResourceDefinition(t.Context(), crd); len(errs) > 0 {
			t.Fatalf("%s: %v", file, errs)
		}
		kinds[crd.Spec.Names.Kind] = validator(t, crd)
	}
	return kinds
}

func readCRD(t *testing.T, scheme *runtime.Scheme, file string) *apiextensions.CustomResourceDefinition {
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

func validator(t *testing.T, crd *apiextensions.CustomResourceDefinition) validate {
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
		return strategy.Validate(ctx, object)
	}
}
