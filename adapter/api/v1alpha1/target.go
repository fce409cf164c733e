package v1alpha1

// Objects picks the objects of one resource, by name or by their labels. The metric needs not be declared for all of
// them at once: several declarations may each serve others of its objects.
//
// +kubebuilder:validation:XValidation:rule="!has(self.name) || self.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$') || !self.resource.matches('^[^.]+([.](apps|batch|autoscaling|policy|([^.]+[.])*k8s[.]io))?$') || self.resource.matches('[.]rbac[.]authorization[.]k8s[.]io$|^ipaddresses[.]')",message="objects.name is one that no such object can have: write lower-case letters, digits and inner - and . only, or a selector for several objects"
// +kubebuilder:validation:XValidation:rule="!has(self.name) || !self.name.contains('/') && !self.name.contains('%') && !(self.name in ['*', '.', '..'])",message="objects.name is the name of one object: write a selector for several, selector: {} for all"
// +kubebuilder:validation:XValidation:rule="has(self.name) != has(self.selector)",message="write one of name, of one object, and selector, for all objects that it matches: selector: {matchLabels: {app: web}}"
type Objects struct {
	// Resource is the plural name of the objects' resource, with its group if it has one: pods, deployments.apps.
	//
	// +required
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:XValidation:rule="self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')",message="write the plural name, with its group if it has one: pods, deployments.apps"
	// +kubebuilder:validation:XValidation:rule="!self.matches('^[^.]+[.]v[0-9]+((alpha|beta)[0-9]+)?[.]')",message="leave the version out: deployments.apps"
	Resource string `json:"resource"`

	// Name is that of one object. It needs not exist yet.
	//
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	Name string `json:"name,omitempty"`

	// Selector matches the labels of objects: of those that exist at the moment of a request and are not being deleted.
	// Pods that have ended, whose phase is Failed or Succeeded, do not count. The empty one matches all.
	//
	// +optional
	Selector *Selector `json:"selector,omitempty"`

	// MetricLabels are those of the samples, for clients that select by them (metric.selector in a
	// HorizontalPodAutoscaler). They are not those of the objects.
	//
	// +optional
	MetricLabels map[string]string `json:"metricLabels,omitempty"`
}

// External is one series of an external metric.
type External struct {
	// Labels tell the series of one metric apart; a client's selector is matched against them.
	//
	// +optional
	Labels map[string]string `json:"labels,omitempty"`

	// AllowNegative lets the value be negative; the default is false. A HorizontalPodAutoscaler with an averageValue takes
	// a negative sum for an overflow and goes to maxReplicas, and one with a value goes to minReplicas.
	//
	// +optional
	AllowNegative bool `json:"allowNegative,omitempty"`
}

// Share says whose value it is that is declared.
//
// +kubebuilder:validation:Enum=Each;Total
type Share string

const (
	// Each object has the value.
	Each Share = "Each"
	// Total is what all matching objects have together: each of n has an nth, to the milli-unit, and what is left over
	// goes one milli-unit each to the first of them by name, so that the sum is the total. As with real work, scaling
	// out lowers the value of each.
	Total Share = "Total"
)
