package live

import (
	"fmt"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/client"
)

// Cluster is one that runs, with the lab's adapter.
type Cluster struct {
	// Kubernetes is for the kinds of Kubernetes itself, and Declarations for SimulatedMetrics.
	Kubernetes   kubernetes.Interface
	Declarations *client.Client
	// SyncPeriod is how often its HPA controller looks at each HPA. An embedded cluster does not tell.
	SyncPeriod time.Duration
	// Clock is that of the machine.
	Clock clock.WithTicker
}

// NewCluster makes the clients of a cluster.
func NewCluster(config *rest.Config, syncPeriod time.Duration) (*Cluster, error) {
	config = rest.CopyConfig(config)
	config.QPS = -1 // several plays at once make many objects at once
	ofKubernetes, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make the client of a cluster: %w", err)
	}
	declarations, err := client.New(config)
	if err != nil {
		return nil, err
	}
	return &Cluster{Kubernetes: ofKubernetes, Declarations: declarations, SyncPeriod: syncPeriod, Clock: clock.RealClock{}}, nil
}
