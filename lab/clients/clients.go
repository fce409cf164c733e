// Package clients has the clients of one cluster, which are made once.
package clients

import (
	"errors"
	"fmt"
	"time"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	aggregator "k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset"

	"example.com/metrics-lab/adapter/api/client"
)

// Clients are those of one user of a cluster. They are safe for concurrent use.
type Clients struct {
	// Config is what they were made of.
	Config *rest.Config
	// Kubernetes is for the kinds of Kubernetes itself, and APIServices for those of its aggregator.
	Kubernetes  kubernetes.Interface
	APIServices aggregator.Interface
	// Dynamic is for objects of any kind, and Metadata for no more than their metadata.
	Dynamic  dynamic.Interface
	Metadata metadata.Interface
	// Discovery tells what kinds there are.
	Discovery *discovery.DiscoveryClient
	// Declarations is for SimulatedMetrics and ClusterSimulatedMetrics.
	Declarations *client.Client
}

// New makes the clients of a user.
func New(config *rest.Config) (*Clients, error) {
	shared, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("make the clients of a cluster: %w", err)
	}
	ofKubernetes, err1 := kubernetes.NewForConfigAndClient(config, shared)
	ofAggregator, err2 := aggregator.NewForConfigAndClient(config, shared)
	ofObjects, err3 := dynamic.NewForConfigAndClient(config, shared)
	ofMetadata, err4 := metadata.NewForConfigAndClient(config, shared)
	ofDiscovery, err5 := discovery.NewDiscoveryClientForConfigAndClient(config, shared)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return nil, fmt.Errorf("make the clients of a cluster: %w", err)
	}
	return &Clients{
		Config: config, Kubernetes: ofKubernetes, APIServices: ofAggregator, Dynamic: ofObjects, Metadata: ofMetadata,
		Discovery: ofDiscovery, Declarations: client.Of(ofObjects),
	}, nil
}

// OfKubeconfig makes the clients of the current user of a kubeconfig, without the client-side rate limit.
func OfKubeconfig(file string) (*Clients, error) {
	config, err := clientcmd.BuildConfigFromFlags("", file)
	if err != nil {
		return nil, fmt.Errorf("read the cluster's kubeconfig: %w", err)
	}
	config.QPS = -1
	return New(config)
}

// WithTimeout returns clients of the same user that wait for each answer for so long.
func (c *Clients) WithTimeout(timeout time.Duration) (*Clients, error) {
	config := rest.CopyConfig(c.Config)
	config.Timeout = timeout
	return New(config)
}
