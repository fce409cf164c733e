package v1alpha1

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Faults are what goes wrong when a metric is read. Where several apply, the answer is late first, then an error, then
// missing, then stale.
//
// +kubebuilder:validation:XValidation:rule="has(self.errorRate) || !has(self.errorCode) && !has(self.errorMessage) && !has(self.seed)",message="errorCode, errorMessage and seed need an errorRate, from 0 to 1: write \"1\" for errors only"
type Faults struct {
	// ErrorRate is the share of the seconds since the start in which each read fails: a quantity from 0, the default, to
	// 1. Which seconds those are depends on Seed alone.
	//
	// +optional
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:XIntOrString
	// +kubebuilder:validation:MaxLength=64
	// +kubebuilder:validation:XValidation:rule="string(self).matches('^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3}|[numkMGTPE]|[KMGTPE]i)?$') && isQuantity(string(self)) && quantity(string(self)).compareTo(quantity('0')) >= 0 && quantity(string(self)).compareTo(quantity('1')) <= 0",message="write a number from 0 to 1, in quotes: \"0.1\""
	ErrorRate *resource.Quantity `json:"errorRate,omitempty"`

	// ErrorCode is the HTTP status code of these errors; the default is 500.
	//
	// +optional
	// +kubebuilder:validation:XValidation:rule="self >= 400 && self <= 599",message="write an HTTP status code of an error, from 400 to 599"
	ErrorCode int32 `json:"errorCode,omitempty"`

	// ErrorMessage is what these errors say; the default names the object that declares them.
	//
	// +optional
	// +kubebuilder:validation:MaxLength=1024
	ErrorMessage string `json:"errorMessage,omitempty"`

	// Seed chooses the seconds that fail. The same seed chooses the same ones, counted from the start.
	//
	// +optional
	Seed int64 `json:"seed,omitempty"`

	// Latency is how long the answer takes, at most as long as the client waits; the default is 0s. The longest one
	// counts for a read that concerns several declarations.
	//
	// +optional
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:Type=string
	// +kubebuilder:validation:MaxLength=32
	// +kubebuilder:validation:XValidation:rule="self.matches('^([0-9]{1,6}([.][0-9]{1,9})?(ns|us|ms|s|m|h))+$') && !self.matches('h.*h')",message="write a time of 0s or more with its unit, with at most 999999h: 500ms, 90s, 1h30m"
	Latency *metav1.Duration `json:"latency,omitempty"`

	// StaleFor is how long ago the answer was measured, which then has the value and the time of that moment; the
	// default is 0s.
	//
	// +optional
	// +kubebuilder:validation:Schemaless
	// +kubebuilder:validation:Type=string
	// +kubebuilder:validation:MaxLength=32
	// +kubebuilder:validation:XValidation:rule="self.matches('^([0-9]{1,6}([.][0-9]{1,9})?(ns|us|ms|s|m|h))+$') && !self.matches('h.*h')",message="write a time of 0s or more with its unit, with at most 999999h: 500ms, 90s, 1h30m"
	StaleFor *metav1.Duration `json:"staleFor,omitempty"`

	// Missing makes the metric have no sample.
	//
	// +optional
	Missing bool `json:"missing,omitempty"`
}
