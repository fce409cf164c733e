package v1alpha1

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// Decode reads an object of one of the kinds, as an API server has stored it: maybe before there was a rule that refuses
// it. Fields of the spec that cannot be read are left out, and the error names each with what is wrong. All else is in the
// object then, so that it can still be told what the object is about.
func Decode(stored *unstructured.Unstructured, into runtime.Object) error {
	converter := runtime.DefaultUnstructuredConverter
	if err := converter.FromUnstructured(stored.Object, into); err == nil {
		return nil
	}
	readable, wrong := readableFields(stored.Object, into)
	if err := converter.FromUnstructured(readable, into); err != nil {
		return fmt.Errorf("it cannot be read: %w", err) // it is not in the spec
	}
	return fmt.Errorf("it cannot be read: %s", strings.Join(wrong, "; "))
}

// readableFields tries the fields of the spec one by one. It answers the object with those that can be read, and what is
// wrong with the others.
func readableFields(stored map[string]any, example runtime.Object) (readable map[string]any, wrong []string) {
	with := func(spec any) map[string]any {
		object := maps.Clone(stored)
		object["spec"] = spec
		return object
	}
	fields, ok := stored["spec"].(map[string]any)
	if !ok {
		return with(nil), []string{"its spec is not an object"}
	}
	spec := make(map[string]any)
	for name, value := range fields {
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(with(map[string]any{name: value}), example); err != nil {
			wrong = append(wrong, fmt.Sprintf("spec.%s: %v", name, err))
			continue
		}
		spec[name] = value
	}
	slices.Sort(wrong)
	return with(spec), wrong
}
