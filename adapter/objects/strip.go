package objects

import (
	"fmt"
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// strip leaves out of an object what requests do not need. They need its name, its labels, and whether it is being deleted;
// the informer needs the resource version, to tell updates apart. Annotations and managed fields, which are most of the
// metadata, would only take memory. So would names and labels that are known already: most changes are not of those, and
// objects that come one after the other mostly are of one workload.
func (s *store) strip(object any) (any, error) {
	full, ok := object.(*metav1.PartialObjectMetadata)
	if !ok {
		return nil, fmt.Errorf("unexpected object %T", object)
	}
	namespace, name, labels := full.Namespace, full.Name, full.Labels
	if known, found := s.view(namespace).Get(name); found && maps.Equal(known.Labels, labels) {
		namespace, name, labels = known.Namespace, known.Name, known.Labels
	}
	if last := s.last.Load(); last != nil {
		if last.Namespace == namespace {
			namespace = last.Namespace
		}
		if maps.Equal(last.Labels, labels) {
			labels = last.Labels
		}
	}
	stripped := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Namespace:         namespace,
		Name:              name,
		Labels:            labels,
		DeletionTimestamp: full.DeletionTimestamp,
		ResourceVersion:   full.ResourceVersion,
	}}
	s.last.Store(stripped)
	return stripped, nil
}
