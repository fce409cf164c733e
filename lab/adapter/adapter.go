// Package adapter compiles the adapter for a lab, and looks at it in the cluster. It
// has the names of its objects, and makes what its manifests need.
package adapter

import "example.com/metrics-lab/lab/certificate"

const (
	// Namespace is where the adapter's objects are.
	Namespace = "metrics-lab"
	// Name is that of its Service, its ServiceAccount and its program.
	Name = "metrics-adapter"
	// ServerName is what its certificate is for: the API server verifies it,
	// whatever address it dials.
	ServerName = Name + "." + Namespace + ".svc"
)

// APIServices returns the names of the APIServices that the adapter serves.
func APIServices() []string {
	return []string{"v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io", "v1beta1.external.metrics.k8s.io", "v1beta1.metrics.k8s.io"}
}

// TLS is what the adapter serves with.
type TLS struct {
	// Serving is the file with its certificate and key.
	Serving certificate.Files
	// CA has signed it.
	CA certificate.Pair
}
