package objects

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// strip keeps of an object what requests need, and its resource version, by which an informer tells updates apart.
// Annotations and managed fields, most of an object's metadata, are not worth their memory here.
func strip(object any) (any, error) {
	full, ok := object.(*metav1.PartialObjectMetadata)
	if !ok {
		return nil, fmt.Errorf("unexpected object %T", object)
	}
	return &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Namespace:       full.Namespace,
		Name:            full.Name,
		Labels:          full.Labels,
		ResourceVersion: full.ResourceVersion,
	}}, nil
}
