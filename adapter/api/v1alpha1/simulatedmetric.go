package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// SimulatedMetric declares a metric, and its value, for objects of its namespace or for an external metric there.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:shortName=simm,categories=metrics
// +kubebuilder:printcolumn:name=Metric,type=string,JSONPath=`.spec.metric`
// +kubebuilder:printcolumn:name=Resource,type=string,JSONPath=`.spec.objects.resource`
// +kubebuilder:printcolumn:name=Object,type=string,JSONPath=`.spec.objects.name`
// +kubebuilder:printcolumn:name=Selector,type=string,JSONPath=`.spec.objects.selector`
// +kubebuilder:printcolumn:name=External,type=string,JSONPath=`.spec.external.labels`
// +kubebuilder:printcolumn:name=Share,type=string,JSONPath=`.spec.share`
// +kubebuilder:printcolumn:name=Value,type=string,JSONPath=`.spec.value`
// +kubebuilder:printcolumn:name=From,type=string,JSONPath=`.spec.curve[0].value`
// +kubebuilder:printcolumn:name=To,type=string,JSONPath=`.spec.curve[-1:].value`
// +kubebuilder:printcolumn:name=Over,type=string,JSONPath=`.spec.curve[-1:].at`
// +kubebuilder:printcolumn:name=Faults,type=string,JSONPath=`.spec.faults`,priority=1
// +kubebuilder:printcolumn:name=Objects,type=integer,JSONPath=`.status.objects`
// +kubebuilder:printcolumn:name=Status,type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].reason`
// +kubebuilder:printcolumn:name=Message,type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].message`,priority=1
// +kubebuilder:printcolumn:name=Age,type=date,JSONPath=`.metadata.creationTimestamp`
type SimulatedMetric struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// +required
	Spec SimulatedMetricSpec `json:"spec"`

	// Status is what the adapter says of it.
	//
	// +optional
	Status Status `json:"status,omitzero"`
}

// SimulatedMetricList is a list of SimulatedMetrics.
//
// +kubebuilder:object:root=true
type SimulatedMetricList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`

	Items []SimulatedMetric `json:"items"`
}

// SimulatedMetricSpec says which metric of what has which value.
//
// +kubebuilder:validation:XValidation:rule="has(self.objects) != has(self.external)",message="write one of objects, which the metric describes, and external, for a metric that describes none: external: {labels: {queue: orders}}"
// +kubebuilder:validation:XValidation:rule="!has(self.share) || has(self.objects)",message="remove share: it splits a value over objects, and an external metric describes none"
// +kubebuilder:validation:XValidation:rule="!has(self.external) || !(self.metric in ['status', 'finalize'])",message="write another name than status and finalize: the API server takes them for parts of a namespace, and the external metrics API is never asked"
// +kubebuilder:validation:XValidation:rule="!has(self.external) || has(self.external.allowNegative) && self.external.allowNegative || (!has(self.value) || !string(self.value).matches('^-[0.]*[1-9]')) && (!has(self.curve) || !self.curve.exists(p, string(p.value).matches('^-[0.]*[1-9]')))",message="write values of 0 or more: an HPA takes a negative sum of an external metric for an overflow and goes to maxReplicas. To show that, allow it: external: {allowNegative: true}"
type SimulatedMetricSpec struct {
	// Metric is the metric's name, as clients write it, which may be any that a HorizontalPodAutoscaler may name: http_requests.
	//
	// +required
	// +kubebuilder:validation:MaxLength=200
	// +kubebuilder:validation:XValidation:rule="self.matches('^[^/%]+$') && !(self in ['.', '..'])",message="write a name without / and %, such as http_requests"
	Metric string `json:"metric"`

	// Objects are those that the metric describes, in the namespace of the SimulatedMetric. For the custom metrics API.
	//
	// +optional
	Objects *Objects `json:"objects,omitempty"`

	// External is for a metric that describes no object, as seen in the namespace of the SimulatedMetric. For the
	// external metrics API.
	//
	// +optional
	External *External `json:"external,omitempty"`

	// Share is Each or Total; the default is Each.
	//
	// +optional
	Share Share `json:"share,omitempty"`

	Simulation `json:",inline"`
}
