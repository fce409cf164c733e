// Package client reads and writes the kinds of v1alpha1.
package client

import (
	"context"
	"encoding/json"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// The resources of the two kinds.
const (
	// SimulatedMetrics are namespaced.
	SimulatedMetrics = "simulatedmetrics"
	// ClusterSimulatedMetrics are root-scoped.
	ClusterSimulatedMetrics = "clustersimulatedmetrics"
)

// Client is a typed client. It is safe for concurrent use.
type Client struct {
	rest rest.Interface
}

// New makes a client.
func New(config *rest.Config) (*Client, error) {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("make a client of %s: %w", v1alpha1.GroupName, err)
	}
	groupVersion := v1alpha1.GroupVersion()
	versioned := rest.CopyConfig(config)
	versioned.GroupVersion = &groupVersion
	versioned.APIPath = "/apis"
	versioned.NegotiatedSerializer = serializer.NewCodecFactory(scheme).WithoutConversion()
	client, err := rest.RESTClientFor(versioned)
	if err != nil {
		return nil, fmt.Errorf("make a client of %s: %w", v1alpha1.GroupName, err)
	}
	return &Client{rest: client}, nil
}

// ListWatch is how an informer reads all objects of a resource, in all namespaces.
func (c *Client) ListWatch(resource string) cache.ListerWatcher {
	return cache.NewListWatchFromClient(c.rest, resource, metav1.NamespaceAll, fields.Everything())
}

// Apply makes an object, or changes what of it the manager owns, by server-side apply: the object holds exactly what is
// to be owned, and what another manager owns of that is taken from it. It is stored when Apply returns without an error.
func (c *Client) Apply(ctx context.Context, object metav1.Object, manager string) error {
	data, err := json.Marshal(object)
	if err != nil {
		return fmt.Errorf("encode %s: %w", object.GetName(), err)
	}
	force := true
	return c.rest.Patch(types.ApplyYAMLPatchType).
		NamespaceIfScoped(object.GetNamespace(), object.GetNamespace() != "").
		Resource(resourceOf(object)).
		Name(object.GetName()).
		VersionedParams(&metav1.PatchOptions{FieldManager: manager, Force: &force}, metav1.ParameterCodec).
		Body(data).
		Do(ctx).Error()
}

// Delete removes an object. apierrors.IsNotFound holds for the error if there is none.
func (c *Client) Delete(ctx context.Context, object metav1.Object) error {
	return c.rest.Delete().
		NamespaceIfScoped(object.GetNamespace(), object.GetNamespace() != "").
		Resource(resourceOf(object)).
		Name(object.GetName()).
		Do(ctx).Error()
}

func resourceOf(object metav1.Object) string {
	if _, ok := object.(*v1alpha1.ClusterSimulatedMetric); ok {
		return ClusterSimulatedMetrics
	}
	return SimulatedMetrics
}
