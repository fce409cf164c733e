package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// NameOf names an object of one of the kinds for people: SimulatedMetric shop/web, ClusterSimulatedMetric tenants.
func NameOf(object metav1.Object) string {
	if object.GetNamespace() == "" {
		return "ClusterSimulatedMetric " + object.GetName()
	}
	return "SimulatedMetric " + object.GetNamespace() + "/" + object.GetName()
}
