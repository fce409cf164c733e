package simulated

import (
	"cmp"
	"errors"
	"slices"
	"unique"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// storedObject is a declaration as an informer keeps it: what tells it from others, what it comes down to, and what
// its status says. The rest of it is not worth its memory here; with kubectl apply, an object holds itself a second time.
type storedObject struct {
	metav1.ObjectMeta
	declaration *declaration
	status      v1alpha1.Status
}

// keep is the transform of the informers. It takes each object apart on its own and never fails, so that one that cannot
// be used does not keep the others from being followed.
func keep(object any) (any, error) {
	if stored, ok := object.(*unstructured.Unstructured); ok {
		return decode(stored), nil
	}
	return object, nil // it was kept already, or is the end of one that was
}

// decode makes a declaration of an object. If it cannot be used, the declaration says why.
func decode(stored *unstructured.Unstructured) *storedObject {
	if stored.GetKind() == clusterSimulatedMetric {
		var object v1alpha1.ClusterSimulatedMetric
		err := v1alpha1.Decode(stored, &object)
		return newStored(object.ObjectMeta, object.Status, compileCluster(&object), err)
	}
	var object v1alpha1.SimulatedMetric
	err := v1alpha1.Decode(stored, &object)
	return newStored(object.ObjectMeta, object.Status, compile(&object), err)
}

func newStored(of metav1.ObjectMeta, status v1alpha1.Status, d *declaration, unreadable error) *storedObject {
	d.broken = cmp.Or(unreadable, d.broken)
	if d.broken == nil && d.incomplete() {
		d.broken = errors.New("it does not say which metric of what it declares")
	}
	for i := range status.Conditions {
		c := &status.Conditions[i]
		c.Type, c.Status, c.Reason, c.Message = shared(c.Type), shared(c.Status), shared(c.Reason), shared(c.Message)
	}
	status.Conditions = slices.Clone(status.Conditions) // a decoder takes more memory than it needs
	return &storedObject{declaration: d, status: status, ObjectMeta: metav1.ObjectMeta{
		Namespace: d.reference.namespace, Name: of.Name, UID: of.UID, ResourceVersion: of.ResourceVersion, Generation: of.Generation,
	}}
}

// shared is a text that is kept once, however many declarations have it. Otherwise most of what the garbage collector looks
// at would be such texts.
func shared[T comparable](text T) T { return unique.Make(text).Value() }

// noticed tells whether the status says of the object as it is all that is to be found out.
func (o *storedObject) noticed() bool {
	resolved := o.status.Condition(v1alpha1.ConditionResolved, o.Generation)
	ready := o.status.Condition(v1alpha1.ConditionReady, o.Generation)
	return resolved != nil && resolved.Reason != v1alpha1.ReasonUnknownResource && ready != nil && ready.Status != metav1.ConditionUnknown
}
