package v1alpha1

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Status is what the adapter says of a declaration.
type Status struct {
	// Conditions has one of the type Accepted.
	//
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// ConditionAccepted tells whether the adapter can use a declaration, in the generation that it names. The rules of the
// API keep out what it cannot use; one that was stored before a rule came is not accepted, and its message says why.
const ConditionAccepted = "Accepted"

// The reasons of ConditionAccepted.
const (
	// ReasonAccepted is that of a declaration that is used.
	ReasonAccepted = "Accepted"
	// ReasonInvalid is that of one that cannot be used. Whoever reads its metric gets an error with the same message.
	ReasonInvalid = "Invalid"
)

// Accepted is the condition of that type, as far as it is about a generation; nil if the adapter has not noticed that one.
func (s Status) Accepted(generation int64) *metav1.Condition {
	condition := meta.FindStatusCondition(s.Conditions, ConditionAccepted)
	if condition == nil || condition.ObservedGeneration != generation {
		return nil
	}
	return condition
}
