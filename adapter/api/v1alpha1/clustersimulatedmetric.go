package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// ClusterSimulatedMetric declares a metric, and its value, for root-scoped objects: namespaces, nodes and others that
// are in no namespace.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:scope=Cluster,shortName=csimm,categories=metrics
// +kubebuilder:printcolumn:name=Metric,type=string,JSONPath=`.spec.metric`
// +kubebuilder:printcolumn:name=Resource,type=string,JSONPath=`.spec.objects.resource`
// +kubebuilder:printcolumn:name=Object,type=string,JSONPath=`.spec.objects.name`
// +kubebuilder:printcolumn:name=Selector,type=string,JSONPath=`.spec.objects.selector`
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
type ClusterSimulatedMetric struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// +required
	Spec ClusterSimulatedMetricSpec `json:"spec"`

	// Status is what the adapter says of it.
	//
	// +optional
	Status Status `json:"status,omitzero"`
}

// ClusterSimulatedMetricList is a list of ClusterSimulatedMetrics.
//
// +kubebuilder:object:root=true
type ClusterSimulatedMetricList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`

	Items []ClusterSimulatedMetric `json:"items"`
}

// ClusterSimulatedMetricSpec says which metric of which objects has which value.
type ClusterSimulatedMetricSpec struct {
	// Metric is the metric's name, as clients write it, which may be any that a HorizontalPodAutoscaler may name: queue_depth.
	//
	// +required
	// +kubebuilder:validation:MaxLength=200
	// +kubebuilder:validation:XValidation:rule="self.matches('^[^/%]+$') && !(self in ['.', '..'])",message="write a name without / and %, such as http_requests"
	Metric string `json:"metric"`

	// Objects are those that the metric describes.
	//
	// +required
	Objects Objects `json:"objects"`

	// Share is Each or Total; the default is Each.
	//
	// +optional
	Share Share `json:"share,omitempty"`

	Simulation `json:",inline"`
}
