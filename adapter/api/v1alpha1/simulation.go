package v1alpha1

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Simulation is a value over time. It depends on what is declared and on the clock alone, so that each replica of the
// adapter answers the same.
//
// No rule fails to be evaluated, whatever is stored: the API server would then refuse every change of an object that was
// stored before the rule came, also of its status.
//
// +kubebuilder:validation:XValidation:rule="has(self.value) != has(self.curve)",message="write one of value, such as \"40\", and curve, a list of points: [{at: 0s, value: \"10\"}, {at: 60s, value: \"400\"}]"
// +kubebuilder:validation:XValidation:rule="has(self.curve) || !has(self.interpolation) && !(has(self.repeat) && self.repeat)",message="interpolation and repeat need a curve: write one instead of value, or remove them"
// +kubebuilder:validation:XValidation:rule="!has(self.repeat) || !self.repeat || !has(self.curve) || size(self.curve) > 1",message="a curve that repeats needs at least two points: the last one says when it begins anew"
type Simulation struct {
	// Value is constant: a quantity, of at most 9.2e15 in magnitude, as the metrics APIs count in milli-units. What is
	// finer than those is rounded up.
	//
	// +optional
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:XIntOrString
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:XValidation:rule="string(self).matches('^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3}|[numkMGTPE]|[KMGTPE]i)?$') && isQuantity(string(self)) && quantity(string(self)).compareTo(quantity('9223372036854775807m')) <= 0 && quantity(string(self)).compareTo(quantity('-9223372036854775807m')) >= 0",message="write a number of at most 9223372036854775 (9.2e15) in magnitude, with a suffix if you like: 40, \"10500m\", \"1.5k\""
	Value *resource.Quantity `json:"value,omitempty"`

	// Curve is a list of points in order of time. Before the first point the value is that of the first one, after the
	// last that of the last.
	//
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MinItems=1
	// +kubebuilder:validation:MaxItems=1000
	// +kubebuilder:validation:XValidation:rule="self.all(i, p, i == 0 || !self[i-1].at.matches('^([0-9]{1,6}([.][0-9]{1,9})?(ns|us|ms|s|m|h))+$') || self[i-1].at.matches('h.*h') || !p.at.matches('^([0-9]{1,6}([.][0-9]{1,9})?(ns|us|ms|s|m|h))+$') || p.at.matches('h.*h') || duration(self[i-1].at) < duration(p.at))",message="write the points in order of their times, each later than the one before"
	Curve []Point `json:"curve,omitempty"`

	// Interpolation is Linear or Step; the default is Linear.
	//
	// +optional
	Interpolation Interpolation `json:"interpolation,omitempty"`

	// Repeat makes the curve begin anew at the time of its last point.
	//
	// +optional
	Repeat bool `json:"repeat,omitempty"`

	// StartTime is what the times of the curve, and the seconds of faults, are counted from, in whole seconds; the
	// default is when the object was created. An object that is changed keeps its start, unless this says otherwise.
	//
	// +optional
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:Type=string
	// +kubebuilder:validation:MaxLength=40
	// +kubebuilder:validation:XValidation:rule="self.matches('^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[-+]([01][0-9]|2[0-3]):[0-5][0-9])$') && (!self.contains('-02-29T') || int(self.substring(0, 4)) % 4 == 0 && (int(self.substring(0, 4)) % 100 != 0 || int(self.substring(0, 4)) % 400 == 0))",message="write a date and a time with its zone: \"2026-11-23T10:00:00Z\", \"2026-11-23T11:00:00+01:00\""
	StartTime *metav1.Time `json:"startTime,omitempty"`

	// Faults are what goes wrong when the metric is read; nothing by default.
	//
	// +optional
	Faults *Faults `json:"faults,omitempty"`
}

// Point is the value at a moment of a curve.
type Point struct {
	// At is the time since the start, such as 90s or 1h30m.
	//
	// +required
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:Type=string
	// +kubebuilder:validation:MaxLength=32
	// +kubebuilder:validation:XValidation:rule="self.matches('^([0-9]{1,6}([.][0-9]{1,9})?(ns|us|ms|s|m|h))+$') && !self.matches('h.*h')",message="write a time of 0s or more with its unit, with at most 999999h: 500ms, 90s, 1h30m"
	At metav1.Duration `json:"at"`

	// Value is a quantity, as Value of the whole.
	//
	// +required
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:XIntOrString
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:XValidation:rule="string(self).matches('^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3}|[numkMGTPE]|[KMGTPE]i)?$') && isQuantity(string(self)) && quantity(string(self)).compareTo(quantity('9223372036854775807m')) <= 0 && quantity(string(self)).compareTo(quantity('-9223372036854775807m')) >= 0",message="write a number of at most 9223372036854775 (9.2e15) in magnitude, with a suffix if you like: 40, \"10500m\", \"1.5k\""
	Value resource.Quantity `json:"value"`
}

// Interpolation says what a curve does between two points.
//
// +kubebuilder:validation:Enum=Linear;Step
type Interpolation string

const (
	// Linear goes straight from one point to the next.
	Linear Interpolation = "Linear"
	// Step keeps the value of a point until the next one.
	Step Interpolation = "Step"
)
