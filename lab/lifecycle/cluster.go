package lifecycle

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/cluster/embedded"
	"example.com/metrics-lab/lab/cluster/kind"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/manifest"
	"example.com/metrics-lab/lab/state"
)

const (
	// Embedded is the kind of cluster that needs no Docker: package embedded.
	Embedded = state.Embedded
	// Kind is the kind of cluster with real nodes, in Docker: package kind.
	Kind = state.Kind
	// Auto is Kind where that can be, else Embedded.
	Auto = "auto"
)

// cluster is what the kinds of cluster have in common. Everything above it is
// the same on all of them.
type cluster interface {
	// ContextName is the name of its context in a kubeconfig.
	ContextName() string
	// AdminKubeconfig is the file of an administrator's kubeconfig, and Clients are
	// the clients of that user.
	AdminKubeconfig() string
	Clients() (*clients.Clients, error)
	// CA is the authority of its API server, PEM; nil before it was made.
	CA() []byte

	// Start makes it, or starts what of it does not run.
	Start(ctx context.Context) error
	// PrepareAdapter compiles the adapter and puts it where it will run. It
	// returns what the manifests of overlays/KIND have to know of it.
	PrepareAdapter(ctx context.Context) (manifest.Files, error)
	// StartAdapter comes when the manifests have been applied. It returns when
	// the adapter is ready.
	StartAdapter(ctx context.Context, serving adapter.TLS) (component.Adapter, error)

	// Develop compiles the adapter and puts it where the adapter in development
	// is started from. It does not start it.
	Develop(ctx context.Context, debug bool) error
	// TakeOver stops the adapter, where the one in development takes its place as
	// a process of this machine, and says whether it did.
	TakeOver(ctx context.Context) (stopped bool, err error)
	// RunAdapter runs the adapter in development as a process of this machine,
	// until ctx ends.
	RunAdapter(ctx context.Context, serving adapter.TLS, debug bool) error
	// PrepareOverlay makes what the adapter in development needs in a pod, and
	// returns the overlay that runs it there. Deployment is the adapter's.
	PrepareOverlay(ctx context.Context, debug bool) (overlay string, err error)
	Deployment(ctx context.Context) (*appsv1.Deployment, error)

	// Components are its parts that ought to run.
	Components(ctx context.Context) ([]component.Component, error)
	// SaveLogs writes all logs to a folder that exists.
	SaveLogs(ctx context.Context, dir string) error
	// Delete removes all of it but its files in the lab's folder.
	Delete(ctx context.Context) error
}

// existing returns the cluster of a lab that was made, or half-made. It can do
// all but make it. root is the repository's top folder; it may be empty where
// nothing is compiled, and show nil where nothing is shown.
func existing(l state.Folder, record state.Record, root string, show *console.Console) cluster {
	var say func(format string, args ...any)
	var progress gocommand.Progress
	if show != nil {
		say, progress = show.Say, show.NewBuild("the adapter")
	}
	if record.Cluster == Kind {
		return &kind.Cluster{Lab: l, Root: root, Progress: progress, Say: say}
	}
	return &embedded.Cluster{Lab: l, Root: root, Progress: progress, Development: record.Development}
}
