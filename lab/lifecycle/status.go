package lifecycle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/demo"
	"example.com/metrics-lab/lab/state"
)

// answerTimeout is how long the API server may take to answer.
const answerTimeout = 5 * time.Second

// Status is what can be seen of a lab.
type Status struct {
	// Cluster is the kind of its cluster, and Context its name in the kubeconfig.
	Cluster, Context string
	// Dir is the lab's folder.
	Dir string
	// Components are what ought to run.
	Components []component.Component
	// Server, APIs and Demo say what the cluster answers; empty where it does not.
	Server, APIs, Demo string
	// Problems say what is wrong; none when all is well.
	Problems []string
}

// ErrNoLab says that there is no lab of that name.
var ErrNoLab = errors.New("is not up")

// Look returns the status of a lab. It changes nothing, and waits for nobody but, for
// a moment, for the adapter to notice what was just declared.
func Look(ctx context.Context, name string) (*Status, error) {
	l, record, err := load(name)
	if errors.Is(err, ErrNoLab) {
		return nil, cmp.Or(lost(ctx, l), err)
	}
	if err != nil {
		return nil, err
	}
	c := existing(l, record, "", nil)
	s := &Status{Cluster: record.Cluster, Context: c.ContextName(), Dir: l.Dir}
	if !record.Complete {
		s.problem("it is half-made: another command makes it now, or was killed")
	}
	if s.Components, err = c.Components(ctx); err != nil {
		return nil, err
	}
	for _, part := range s.Components {
		if part.Runs == "" {
			s.problem("%s does not run: %s", part.Name, part.Problem)
		}
	}
	s.lookAtCode(record)
	s.lookAtCertificates(l, time.Now())
	administrators, err := c.Clients()
	if err == nil {
		administrators, err = administrators.WithTimeout(answerTimeout)
	}
	if err != nil {
		s.problem("its API server cannot be asked: %v", err)
		return s, nil
	}
	s.lookAtServer(ctx, administrators)
	return s, nil
}

func (s *Status) problem(format string, args ...any) {
	s.Problems = append(s.Problems, fmt.Sprintf(format, args...))
}

// lookAtCode compares the adapter with the checkout that it is from, if that is still there.
func (s *Status) lookAtCode(record state.Record) {
	if record.Code == "" {
		return
	}
	code, err := adapter.Code(record.Root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		s.problem("the adapter cannot be compared with its checkout: %v", err)
	case code != record.Code:
		s.problem("the adapter that runs is not the code in %s any more, which was changed", record.Root)
	}
}

func (s *Status) lookAtServer(ctx context.Context, c *clients.Clients) {
	version, err := c.Discovery.ServerVersionWithContext(ctx)
	if err != nil {
		s.problem("the API server does not answer: %v", err)
		return
	}
	s.Server = fmt.Sprintf("%s, Kubernetes %s", c.Config.Host, version.GitVersion)
	problems, err := adapter.Unavailable(ctx, c)
	switch {
	case err != nil:
		s.problem("the metrics APIs: %v", err)
	case len(problems) == 0:
		s.APIs = "available"
		s.lookAtDeclarations(ctx, c.Declarations)
	default:
		s.APIs = "unavailable"
		s.Problems = append(s.Problems, problems...)
	}
	s.lookAtForeign(ctx, c)
	s.lookAtNodes(ctx, c.Kubernetes)
	s.lookAtDemo(ctx, c.Kubernetes)
}

// lookAtForeign finds what Up and Down refuse to change.
func (s *Status) lookAtForeign(ctx context.Context, c *clients.Clients) {
	found, err := adapter.FindForeign(ctx, c)
	if err != nil {
		s.problem("%v", err)
	}
	for _, f := range found {
		s.problem("%s, %v", f, ErrForeign)
	}
}

func (s *Status) lookAtNodes(ctx context.Context, client kubernetes.Interface) {
	nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	switch {
	case err != nil:
		s.problem("the nodes: %v", err)
	case len(nodes.Items) == 0:
		s.problem("the cluster has no node, so no pod can run")
	case !slices.ContainsFunc(nodes.Items, func(node corev1.Node) bool { return component.NotReady(node) == "" }):
		s.problem("no node is ready, so no pod can run")
	}
}

// lookAtDeclarations comes when the adapter answers: while it does not, it notices
// nothing either.
func (s *Status) lookAtDeclarations(ctx context.Context, c *client.Client) {
	problems, err := adapter.Declarations(ctx, c)
	if err != nil {
		s.problem("the declarations: %v", err)
	}
	s.Problems = append(s.Problems, problems...)
}

func (s *Status) lookAtDemo(ctx context.Context, client kubernetes.Interface) {
	seen, _, err := demo.Look(ctx, client)
	switch {
	case apierrors.IsNotFound(err):
		s.problem("the demo is not there, or part of it: %v", err)
	case err != nil:
		s.problem("the demo: %v", err)
	default:
		s.Demo = seen.String()
		if seen.Problem != "" {
			s.problem("the demo's HPA does not scale: %s", seen.Problem)
		}
	}
}
