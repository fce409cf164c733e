package lab

import (
	"context"
	"errors"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/scripts/lab/adapter"
	"example.com/metrics-lab/scripts/lab/component"
	"example.com/metrics-lab/scripts/lab/demo"
)

// answerTimeout is how long the API server may take to answer.
const answerTimeout = 5 * time.Second

// Status is what can be seen of a lab.
type Status struct {
	// Cluster is the kind of its cluster, and Context its name in the kubeconfig.
	Cluster, Context string
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
	if err != nil {
		return nil, err
	}
	c := existing(l, record)
	s := &Status{Cluster: record.Cluster, Context: c.ContextName()}
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
	config, err := c.Config()
	if err != nil {
		s.problem("its API server cannot be asked: %v", err)
		return s, nil
	}
	config.Timeout = answerTimeout
	s.lookAtServer(ctx, config)
	return s, nil
}

func (s *Status) problem(format string, args ...any) {
	s.Problems = append(s.Problems, fmt.Sprintf(format, args...))
}

func (s *Status) lookAtServer(ctx context.Context, config *rest.Config) {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		s.problem("its API server cannot be asked: %v", err)
		return
	}
	version, err := client.Discovery().ServerVersion()
	if err != nil {
		s.problem("the API server does not answer: %v", err)
		return
	}
	s.Server = fmt.Sprintf("%s, Kubernetes %s", config.Host, version.GitVersion)
	problems, err := adapter.Unavailable(ctx, config)
	switch {
	case err != nil:
		s.problem("the metrics APIs: %v", err)
	case len(problems) == 0:
		s.APIs = "available"
		s.lookAtDeclarations(ctx, config)
	default:
		s.APIs = "unavailable"
		s.Problems = append(s.Problems, problems...)
	}
	s.lookAtDemo(ctx, client)
}

// lookAtDeclarations comes when the adapter answers: while it does not, it notices
// nothing either.
func (s *Status) lookAtDeclarations(ctx context.Context, config *rest.Config) {
	problems, err := adapter.Declarations(ctx, config)
	if err != nil {
		s.problem("the declarations: %v", err)
	}
	s.Problems = append(s.Problems, problems...)
}

func (s *Status) lookAtDemo(ctx context.Context, client kubernetes.Interface) {
	seen, _, err := demo.Look(ctx, client)
	switch {
	case apierrors.IsNotFound(err):
		s.Demo = "not deployed"
	case err != nil:
		s.problem("the demo: %v", err)
	default:
		s.Demo = seen.String()
		if seen.Problem != "" {
			s.problem("the demo's HPA does not scale: %s", seen.Problem)
		}
	}
}
