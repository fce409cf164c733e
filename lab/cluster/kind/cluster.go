// Package kind runs a cluster of real nodes and pods in Docker, with kind's
// library. No kind program is needed. The adapter runs in it as a Deployment.
package kind

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	kindcluster "sigs.k8s.io/kind/pkg/cluster"

	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/state"
)

// ErrNotOurs is returned for a kind cluster of the lab's name that the lab did
// not make.
var ErrNotOurs = errors.New("was not made by this lab")

// Cluster is the kind cluster of a lab.
type Cluster struct {
	// Lab is where its files are kept.
	Lab state.Folder
	// Root is the repository's top folder.
	Root string
	// Image is the node image.
	Image string
	// HPASyncPeriod is how often the HPA controller looks at each HPA. It is
	// set when the cluster is made and stays; 0 leaves what kind-config.yaml says.
	HPASyncPeriod time.Duration
	// Progress is told how the adapter's compilation goes on; nil: nobody is.
	Progress gocommand.Progress
	// Say tells the user what a removal waits for; nil: nobody is told.
	Say func(format string, args ...any)

	clients *clients.Clients // once they were made
}

// ContextName is the name of the cluster's context in a kubeconfig.
func (c *Cluster) ContextName() string { return "kind-" + c.Lab.Name }

// AdminKubeconfig is the file that kind writes for an administrator.
func (c *Cluster) AdminKubeconfig() string { return c.Lab.Path("kind.kubeconfig") }

// Clients are those of an administrator.
func (c *Cluster) Clients() (*clients.Clients, error) {
	var err error
	if c.clients == nil {
		c.clients, err = clients.OfKubeconfig(c.AdminKubeconfig())
	}
	return c.clients, err
}

// CA returns the certificate authority of the API server, PEM, or nil where
// the cluster was never made.
func (c *Cluster) CA() []byte {
	config, err := clientcmd.LoadFromFile(c.AdminKubeconfig())
	if err != nil || config.Clusters[c.ContextName()] == nil {
		return nil
	}
	return config.Clusters[c.ContextName()].CertificateAuthorityData
}

// CheckFolder returns an error when Docker cannot mount the lab's folder: it separates
// the parts of a mount by colons.
func (c *Cluster) CheckFolder() error {
	if strings.Contains(c.Lab.Dir, ":") {
		return fmt.Errorf("the lab's folder would be %q, and its path must not contain a colon: set HOME to another folder", c.Lab.Dir)
	}
	return nil
}

// CheckName returns ErrNotOurs when a kind cluster of the lab's name exists.
// It is for a lab that is made now.
func (c *Cluster) CheckName(ctx context.Context) error {
	nodes, err := containers(ctx, c.Lab.Name)
	if err != nil {
		return err
	}
	if len(nodes) > 0 {
		return fmt.Errorf("the kind cluster %s %w: choose another name for the lab (`make up NAME=other`), or remove it if nobody needs it (`kind delete cluster --name %s`)",
			c.Lab.Name, ErrNotOurs, c.Lab.Name)
	}
	return nil
}

// runningNodes returns the names of the node containers that run.
func (c *Cluster) runningNodes(ctx context.Context) ([]string, error) {
	return containers(ctx, c.Lab.Name, "--filter", "status=running")
}

// provider is kind's library. It takes settings from the environment too: another
// network is one that we would not remove.
func provider() *kindcluster.Provider {
	_ = os.Unsetenv("KIND_EXPERIMENTAL_DOCKER_NETWORK") // it fails for no such name
	return kindcluster.NewProvider(kindcluster.ProviderWithDocker())
}
