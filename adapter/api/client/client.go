// Package client reads and writes the kinds of v1alpha1.
package client

import (
	"context"
	"encoding/json"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// The resources of the two kinds.
const (
	// SimulatedMetrics are namespaced.
	SimulatedMetrics = "simulatedmetrics"
	// ClusterSimulatedMetrics are root-scoped.
	ClusterSimulatedMetrics = "clustersimulatedmetrics"
)

// Client is a client of both kinds. It is safe for concurrent use.
//
// It takes each object apart on its own (v1alpha1.Decode): a typed client fails at a whole list, and at a watch for good,
// when a single object in it cannot be read.
type Client struct {
	dynamic dynamic.Interface
}

// New makes a client.
func New(config *rest.Config) (*Client, error) {
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client of %s: %w", v1alpha1.GroupName, err)
	}
	return Of(client), nil
}

// Of makes a client of one for objects of any kind.
func Of(dynamic dynamic.Interface) *Client { return &Client{dynamic: dynamic} }

// Apply makes an object, or changes what of it the manager owns, by server-side apply: the object holds exactly what is
// to be owned, and what another manager owns of that is taken from it. It is stored when Apply returns without an error.
func (c *Client) Apply(ctx context.Context, object metav1.Object, manager string) error {
	data, err := json.Marshal(object)
	if err != nil {
		return fmt.Errorf("encode %s: %w", object.GetName(), err)
	}
	force := true
	_, err = c.of(resourceOf(object), object.GetNamespace()).
		Patch(ctx, object.GetName(), types.ApplyYAMLPatchType, data, metav1.PatchOptions{FieldManager: manager, Force: &force})
	return err
}

// SetStatus changes the status of an object of a resource that is in a version. It works for objects too that today's
// rules would refuse. apierrors.IsNotFound holds for the error if there is no such object, and apierrors.IsConflict if it
// has another version by now.
func (c *Client) SetStatus(ctx context.Context, resource string, object types.NamespacedName, resourceVersion string, status v1alpha1.Status) error {
	data, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"resourceVersion": resourceVersion},
		"status":   map[string]any{"conditions": status.Conditions, "objects": status.Objects}, // null removes what was there
	})
	if err != nil {
		return fmt.Errorf("encode the status of %s: %w", object, err)
	}
	_, err = c.of(resource, object.Namespace).
		Patch(ctx, object.Name, types.MergePatchType, data, metav1.PatchOptions{}, "status")
	return err
}

// Status is what the adapter says of an object, and the generation that is there now.
func (c *Client) Status(ctx context.Context, object metav1.Object) (status v1alpha1.Status, generation int64, err error) {
	found, err := c.of(resourceOf(object), object.GetNamespace()).Get(ctx, object.GetName(), metav1.GetOptions{})
	if err != nil {
		return v1alpha1.Status{}, 0, err
	}
	var stored v1alpha1.SimulatedMetric // both kinds have the same status
	err = v1alpha1.Decode(&unstructured.Unstructured{Object: map[string]any{"status": found.Object["status"]}}, &stored)
	return stored.Status, found.GetGeneration(), err
}

// Delete removes an object. apierrors.IsNotFound holds for the error if there is none.
func (c *Client) Delete(ctx context.Context, object metav1.Object) error {
	return c.of(resourceOf(object), object.GetNamespace()).Delete(ctx, object.GetName(), metav1.DeleteOptions{})
}

// of is the client of a resource: in a namespace, or if that is empty in all namespaces or none.
func (c *Client) of(resource, namespace string) dynamic.ResourceInterface {
	return c.dynamic.Resource(v1alpha1.GroupVersion().WithResource(resource)).Namespace(namespace)
}

func resourceOf(object metav1.Object) string {
	if _, ok := object.(*v1alpha1.ClusterSimulatedMetric); ok {
		return ClusterSimulatedMetrics
	}
	return SimulatedMetrics
}
