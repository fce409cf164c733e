package lifecycle

import (
	"context"

	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/cluster/embedded"
	"example.com/metrics-lab/lab/cluster/kind"
	"example.com/metrics-lab/lab/manifest"
	"example.com/metrics-lab/lab/state"
)

const (
	// Embedded is the kind of cluster that needs no Docker: package embedded.
	Embedded = "embedded"
	// Kind is the kind of cluster with real nodes, in Docker: package kind.
	Kind = "kind"
	// Auto is Kind where that can be, else Embedded.
	Auto = "auto"
)

// cluster is what the kinds of cluster have in common. Everything above it is
// the same on all of them.
type cluster interface {
	// ContextName is the name of its context in a kubeconfig.
	ContextName() string
	// AdminKubeconfig is the file of an administrator's kubeconfig, and Config
	// what it says.
	AdminKubeconfig() string
	Config() (*rest.Config, error)
	// CA is the authority of its API server, PEM; nil before it was made.
	CA() []byte

	// Start makes it, or starts what of it does not run.
	Start(ctx context.Context) error
	// PrepareAdapter compiles the adapter and puts it where it will run. It
	// returns what the manifests of overlays/KIND have to know of it.
	PrepareAdapter(ctx context.Context) (manifest.Files, error)
	// StartAdapter comes when the manifests have been applied. It returns when
	// the adapter is ready, and says where it is.
	StartAdapter(ctx context.Context, config *rest.Config, serving adapter.TLS) (where string, err error)

	// Develop compiles the adapter and puts it where the adapter in development
	// is started from. It does not start it.
	Develop(ctx context.Context, debug bool) error

	// Components are its parts that ought to run.
	Components(ctx context.Context) ([]component.Component, error)
	// SaveLogs writes all logs to a folder that exists.
	SaveLogs(ctx context.Context, dir string) error
	// Delete removes all of it but its files in the lab's folder.
	Delete(ctx context.Context) error
}

// existing returns the cluster of a lab that was made, or half-made. It can do
// all but start.
func existing(l state.Folder, record state.Record) cluster {
	if record.Cluster == Kind {
		return &kind.Cluster{Lab: l}
	}
	return &embedded.Cluster{Lab: l}
}
