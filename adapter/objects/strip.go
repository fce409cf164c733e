package objects

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// strip keeps of an object what requests need: its name and labels, and whether it is being deleted. An informer tells
// updates apart by the resource version.
// Annotations and managed fields, most of an object's metadata, are not worth their memory here.
func strip(object any) (any, error) {
	full, ok := object.(*metav1.PartialObjectMetadata)
	if !ok {
		return nil, fmt.Errorf("unexpected object %T", object)
	}
	return &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Namespace:         full.Namespace,
		Name:              full.Name,
		Labels:            full.Labels,
		DeletionTimestamp: full.DeletionTimestamp,
		ResourceVersion:   full.ResourceVersion,
	}}, nil
}
