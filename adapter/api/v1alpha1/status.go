package v1alpha1

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Status is what the adapter says of a declaration.
type Status struct {
	// Conditions are Accepted, Resolved and Ready.
	//
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// Objects is how many objects the declaration is about now: those that exist and are not being deleted. It is not there
	// for an external metric, and while that is not known.
	//
	// +optional
	Objects *int32 `json:"objects,omitempty"`
}

// The types of conditions. Each names the generation that it is about. A change of objects shows a second later.
const (
	// ConditionAccepted tells whether the adapter can use what is written. The rules of the API keep out what it cannot use;
	// one that was stored before a rule came is not accepted, and its message says why.
	ConditionAccepted = "Accepted"
	// ConditionResolved tells whether the cluster has the resource of the objects, in the scope of the declaration.
	ConditionResolved = "Resolved"
	// ConditionReady tells whether the metric has a value when it is read. If not, its message says why.
	ConditionReady = "Ready"
)

// The reasons of ConditionAccepted.
const (
	// ReasonAccepted is that of a declaration that is used.
	ReasonAccepted = "Accepted"
	// ReasonInvalid is that of one that cannot be used. Whoever reads its metric gets an error with the same message. It is a
	// reason of ConditionReady as well.
	ReasonInvalid = "Invalid"
)

// The reasons of ConditionResolved.
const (
	// ReasonNamespaced and ReasonCluster are the scope of a resource that was found.
	ReasonNamespaced = "Namespaced"
	ReasonCluster    = "Cluster"
	// ReasonExternal is that of an external metric, which describes no objects.
	ReasonExternal = "External"
	// ReasonUnknownResource is that of a resource that the cluster does not have, or has by another name.
	ReasonUnknownResource = "UnknownResource"
	// ReasonWrongScope is that of a root-scoped resource in a SimulatedMetric, and of a namespaced one in a
	// ClusterSimulatedMetric.
	ReasonWrongScope = "WrongScope"
	// ReasonDiscoveryFailed says that it is not known which resources there are.
	ReasonDiscoveryFailed = "DiscoveryFailed"
)

// The reasons of ConditionReady, beside those of the other conditions, which it repeats if one of them is not true.
const (
	// ReasonAnswered is that of a metric that has a value.
	ReasonAnswered = "Answered"
	// ReasonConflict is that of one that has two: another declaration gives it one too.
	ReasonConflict = "Conflict"
	// ReasonNoObjects says that there is no object that the value is of.
	ReasonNoObjects = "NoObjects"
	// ReasonObjectsUnknown says that the adapter cannot tell which objects there are.
	ReasonObjectsUnknown = "ObjectsUnknown"
	// ReasonMissing and ReasonFailing are faults that are declared: no sample, and nothing but errors.
	ReasonMissing = "Missing"
	ReasonFailing = "Failing"
)

// Condition is that of a type, as far as it is about a generation; nil if the adapter has not noticed that one.
func (s Status) Condition(conditionType string, generation int64) *metav1.Condition {
	condition := meta.FindStatusCondition(s.Conditions, conditionType)
	if condition == nil || condition.ObservedGeneration != generation {
		return nil
	}
	return condition
}
