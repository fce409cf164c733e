package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const (
	// GroupName is the API group.
	GroupName = "lab.example.com"
	// Version is the API version.
	Version = "v1alpha1"
)

// GroupVersion returns the group and version of the kinds in this package.
func GroupVersion() schema.GroupVersion {
	return schema.GroupVersion{Group: GroupName, Version: Version}
}

// AddToScheme makes the kinds known to a scheme, and so to typed clients.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion(),
		&SimulatedMetric{}, &SimulatedMetricList{},
		&ClusterSimulatedMetric{}, &ClusterSimulatedMetricList{})
	metav1.AddToGroupVersion(scheme, GroupVersion())
	return nil
}
