package objects

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// strip leaves out of an object what requests do not need. They need its name, its labels, and whether it is being deleted;
// the informer needs the resource version, to tell updates apart. Annotations and managed fields, which are most of the
// metadata, would only take memory.
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
