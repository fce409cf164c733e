// Package cluster gives the end-to-end tests a lab of their own, as a cluster
// provider of e2e-framework, and sees to it that the lab is gone at the end.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/e2e-framework/klient"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/artifacts"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/guard"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

// Provider makes a lab. It implements e2e-framework's E2EClusterProvider, and
// needs no program on the PATH but Go's. Keep it outside the test context, so
// that a setup that fails halfway can still be undone.
type Provider struct {
	name  string
	kind  string
	image string
	keep  bool
	files files
	well  bool
	show  *console.Console
	log   *os.File // of the guard; none if the lab is to be kept
	guard *guard.Guard
	made  *lifecycle.Lab
}

var _ types.E2EClusterProvider = (*Provider)(nil)

// Options say what lab the tests need, and what becomes of it.
type Options struct {
	// Name is that of the lab, which has to be one that no lab has.
	Name string
	// Cluster is its kind: lab.Auto, lab.Embedded or lab.Kind.
	Cluster string
	// Image is the node image of a kind cluster; empty chooses as `lab up` does.
	Image string
	// Artifacts is the folder for what explains a failure; empty chooses one.
	Artifacts string
	// Keep leaves the lab up when the tests have ended.
	Keep bool
}

// New returns a provider of one lab. It removes what earlier runs have left.
func New(ctx context.Context, options Options) (*Provider, error) {
	files, err := filesOf(options.Name, options.Artifacts)
	if err != nil {
		return nil, err
	}
	p := &Provider{
		name: options.Name, kind: options.Cluster, image: options.Image, keep: options.Keep, files: files, show: console.New(os.Stderr),
	}
	if !p.keep {
		p.log, err = beginLog(ctx, files.guardLog, p.show)
	}
	return p, err
}

// Journal is the file for what the tests do and see.
func (p *Provider) Journal() string { return p.files.journal }

// Passed says that there is nothing to explain.
func (p *Provider) Passed() { p.well = true }

// Kind is the kind of the cluster that was made.
func (p *Provider) Kind() string { return p.made.Cluster }

// Lab is the lab that was made.
func (p *Provider) Lab() *lifecycle.Lab { return p.made }

// WithName does nothing: New has set the name.
func (p *Provider) WithName(string) types.E2EClusterProvider { return p }

// Create makes the lab and returns the path of its kubeconfig, a file of its
// own. The cluster and the adapter are ready then.
func (p *Provider) Create(ctx context.Context, _ ...string) (string, error) {
	root, err := lifecycle.FindRoot()
	if err != nil {
		return "", err
	}
	if !p.keep {
		if p.guard, err = startGuard(p.log, p.files.artifacts, p.name); err != nil {
			return "", err
		}
	}
	p.show.Say("Lab %s", p.name)
	if err := p.up(ctx, root); err != nil {
		return "", err
	}
	return p.GetKubeconfig(), nil
}

func (p *Provider) up(ctx context.Context, root string) error {
	made, err := lifecycle.Up(ctx, lifecycle.Options{
		Name: p.name, Cluster: p.kind, Image: p.image, Root: root, Kubeconfig: p.GetKubeconfig(),
	}, p.show)
	if notMade := (*lifecycle.NotMadeError)(nil); errors.As(err, &notMade) {
		return notMade.Failure // its logs go to the artifacts
	}
	if err != nil {
		return err
	}
	p.made = made
	return nil
}

// Destroy removes the lab, unless it is to be kept, and has the artifacts
// collected before, unless all tests have passed. It may be called whatever
// Create came to.
func (p *Provider) Destroy(ctx context.Context) (err error) {
	switch {
	case p.guard != nil:
		err = endGuard(p.guard, p.well)
	case p.keep:
		if !p.well {
			err = artifacts.Collect(ctx, p.name, p.files.journal, p.files.artifacts)
		}
		p.files.remove()
		if p.made != nil {
			p.show.Say("Lab %s is kept: export KUBECONFIG=%s; remove it with `bin/lab down --name %s`", p.name, p.GetKubeconfig(), p.name)
		}
	default: // there is nothing to remove or to explain
		p.files.remove()
		return nil
	}
	if !p.well {
		p.show.Say("What explains the failure is in %s: begin with its README.md", p.files.artifacts)
	}
	return err
}

// GetKubeconfig returns the path of the lab's kubeconfig.
func (p *Provider) GetKubeconfig() string {
	l, err := state.FolderOf(p.name)
	if err != nil {
		return ""
	}
	return l.Path("kubeconfig")
}

// GenerateKubeconfig returns the same as GetKubeconfig.
func (p *Provider) GenerateKubeconfig(...string) (string, error) { return p.GetKubeconfig(), nil }

// GetKubectlContext returns the name of the context in the kubeconfig.
func (p *Provider) GetKubectlContext() string { return p.made.Context }

// KubernetesRestConfig returns the configuration of an administrator's client.
func (p *Provider) KubernetesRestConfig() *rest.Config { return p.made.Config }

// ExportLogs writes the logs of the control plane, of the nodes and of the
// adapter to a folder.
func (p *Provider) ExportLogs(ctx context.Context, dest string) error {
	return lifecycle.SaveLogs(ctx, p.name, dest)
}

// WaitForControlPlane returns at once: Create has waited.
func (p *Provider) WaitForControlPlane(context.Context, klient.Client) error { return nil }

// SetDefaults does nothing: New has set them.
func (p *Provider) SetDefaults() types.E2EClusterProvider { return p }

// WithVersion does nothing: the repository pins the version of the embedded
// cluster, and the node image that of a kind cluster.
func (p *Provider) WithVersion(string) types.E2EClusterProvider { return p }

// WithPath does nothing: no program is needed.
func (p *Provider) WithPath(string) types.E2EClusterProvider { return p }

// WithOpts applies options, of which there are none for labs.
func (p *Provider) WithOpts(opts ...types.ClusterOpts) types.E2EClusterProvider {
	for _, opt := range opts {
		opt(p)
	}
	return p
}

// CreateWithConfig is an error: a lab is configured by what is in the
// repository, such as kind-config.yaml.
func (p *Provider) CreateWithConfig(_ context.Context, file string) (string, error) {
	return "", fmt.Errorf("make a lab with %s: %w: change kind-config.yaml instead", file, errors.ErrUnsupported)
}
