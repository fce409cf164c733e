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

	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/clients"
)

// timeout is how long setting or removing a value may take.
const timeout = 30 * time.Second

// Client sets and removes values in one lab.
type Client struct {
	lab      lab
	clients  *clients.Clients
	patience time.Duration // for the adapter to notice what is set
}

// lab is what a lab is called.
type lab struct {
	name    string
	context string // in the kubeconfig
}

// NewClient makes a client of a lab, by its name and that of its context in the
// kubeconfig.
func NewClient(name, context string, c *clients.Clients) *Client {
	return &Client{lab: lab{name, context}, clients: c, patience: adapter.NoticeTimeout}
}

// resolve asks the cluster what resource a target is of. The mapping is nil for an
// external metric.
func (c *Client) resolve(ctx context.Context, target Target) (setting.Setting, *meta.RESTMapping, error) {
	var mapping *meta.RESTMapping
	if target.Resource != "" {
		var err error
		mapping, err = resolve(ctx, c.clients.Discovery, target.Resource)
		if meta.IsNoMatchError(err) {
			return setting.Setting{}, nil, fmt.Errorf("the lab %s knows no resource %q: `kubectl --context %s api-resources` lists those that it knows",
				c.lab.name, target.Resource, c.lab.context)
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
	all, err := declarations(ctx, c.clients.Declarations, s.Namespace)
	if err != nil {
		return nil, nil, explain(c.lab, err)
	}
	if mapping == nil {
		return nil, conflicting(all, s, own, nil), nil
	}
	found, err := c.clients.Metadata.Resource(mapping.Resource).Namespace(s.Namespace).Get(ctx, s.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, conflicting(all, s, own, nil), nil
	}
	if err != nil {
		return nil, nil, explain(c.lab, err)
	}
	return found, conflicting(all, s, own, found), nil
}
