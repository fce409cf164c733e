// Package metric sets and removes values of metrics in a lab, one at a time. Each
// is a SimulatedMetric, which package setting names.
package metric

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/lifecycle"
)

// timeout is how long setting or removing a value may take.
const timeout = 30 * time.Second

// Client sets and removes values in one lab.
type Client struct {
	lab       *lifecycle.Lab
	declared  *client.Client
	discovery *discovery.DiscoveryClient
	objects   metadata.Interface
	cluster   kubernetes.Interface
	patience  time.Duration // for the adapter to notice what is set
}

// NewClient makes a client of a lab.
func NewClient(l *lifecycle.Lab) (*Client, error) {
	config := rest.CopyConfig(l.Config)
	config.WarningHandlerWithContext = rest.NoWarnings{} // they are about resources, which are the user's choice
	declared, err := client.New(config)
	if err != nil {
		return nil, err
	}
	discovery, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client of the lab %s: %w", l.Name, err)
	}
	objects, err := metadata.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client of the lab %s: %w", l.Name, err)
	}
	cluster, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client of the lab %s: %w", l.Name, err)
	}
	return &Client{lab: l, declared: declared, discovery: discovery, objects: objects, cluster: cluster, patience: adapter.NoticeTimeout}, nil
}

// resolve asks the cluster what resource a target is of. The mapping is nil for an
// external metric.
func (c *Client) resolve(ctx context.Context, target Target) (setting.Setting, *meta.RESTMapping, error) {
	var mapping *meta.RESTMapping
	if target.Resource != "" {
		var err error
		mapping, err = resolve(ctx, c.discovery, target.Resource)
		if meta.IsNoMatchError(err) {
			return setting.Setting{}, nil, fmt.Errorf("the lab %s knows no resource %q: `kubectl --context %s api-resources` lists those that it knows",
				c.lab.Name, target.Resource, c.lab.Context)
		}
		if err != nil {
			return setting.Setting{}, nil, explain(c.lab, err)
		}
	}
	s, err := target.setting(mapping)
	return s, mapping, err
}

// look returns what is there: the object of a setting, nil if there is none, and the
// declaration that is in the way of the setting, nil if none is.
func (c *Client) look(ctx context.Context, s setting.Setting, own string, mapping *meta.RESTMapping) (metav1.Object, *declaration, error) {
	all, err := declarations(ctx, c.declared, s.Namespace)
	if err != nil {
		return nil, nil, explain(c.lab, err)
	}
	if mapping == nil {
		return nil, conflicting(all, s, own, nil), nil
	}
	found, err := c.objects.Resource(mapping.Resource).Namespace(s.Namespace).Get(ctx, s.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, conflicting(all, s, own, nil), nil
	}
	if err != nil {
		return nil, nil, explain(c.lab, err)
	}
	return found, conflicting(all, s, own, found), nil
}
