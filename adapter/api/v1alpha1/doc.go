// Package v1alpha1 is the API by which values of metrics are declared: the kinds SimulatedMetric and
// ClusterSimulatedMetric of the group lab.example.com. The CustomResourceDefinitions in manifests/base/crds and the
// deep-copy methods are generated from these types by `make generate`.
//
// What a declaration may not say is refused by the API server, by the rules that stand beside the fields.
//
// +kubebuilder:object:generate=true
// +groupName=lab.example.com
package v1alpha1
