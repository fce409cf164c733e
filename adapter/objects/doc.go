// Package objects knows which Kubernetes objects exist. Mapping tells what a client means by a resource, Informers keep
// the names and labels of its objects in memory, so that a request for metrics costs the API server nothing.
// Pods that have ended are left out.
package objects
