package adapter

import (
	"context"
	"fmt"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
)

// NoticeTimeout is how long the adapter may take to notice what is declared, which it
// does by a watch.
const NoticeTimeout = 3 * time.Second

// Declarations returns a line for each declaration whose metric cannot be read, for a
// reason that has to be mended, and one if there are some that the adapter has not
// noticed: it cannot watch them then, and knows nothing new. It waits a moment for one
// that was just declared.
func Declarations(ctx context.Context, c *client.Client) ([]string, error) {
	var all []declared
	var err error
	_ = wait.For(ctx, "the adapter to notice", NoticeTimeout, poll, func(ctx context.Context) (bool, string, error) {
		all, err = listDeclared(ctx, c)
		return err != nil || len(unnoticed(all)) == 0, "", nil //nolint:nilerr // it is returned below
	})
	switch {
	case apierrors.IsNotFound(err):
		return []string{"nothing can be declared: the definition of SimulatedMetrics or of ClusterSimulatedMetrics is not there"}, nil
	case err != nil:
		return nil, fmt.Errorf("list what is declared: %w", err)
	}
	return problemsOf(all), nil
}

// declared is what the two kinds have in common here.
type declared struct {
	what  string
	ready *metav1.Condition // nil if the adapter has not noticed it as it is now
}

func listDeclared(ctx context.Context, c *client.Client) ([]declared, error) {
	var all []declared
	add := func(object metav1.Object, status v1alpha1.Status) {
		all = append(all, declared{v1alpha1.NameOf(object), status.Condition(v1alpha1.ConditionReady, object.GetGeneration())})
	}
	namespaced, err := c.SimulatedMetrics(ctx, metav1.NamespaceAll)
	if err != nil {
		return nil, err
	}
	for _, d := range namespaced {
		add(&d, d.Status)
	}
	root, err := c.ClusterSimulatedMetrics(ctx)
	for _, d := range root {
		add(&d, d.Status)
	}
	return all, err
}

// unnoticed are those that the adapter has said nothing of since they were changed.
func unnoticed(all []declared) []declared {
	var found []declared
	for _, d := range all {
		if d.ready == nil {
			found = append(found, d)
		}
	}
	return found
}

// mistakes are the reasons of the condition Ready that somebody has to mend. An object that is not there yet, and a fault
// that is declared, are none.
func mistakes() []string {
	return []string{
		v1alpha1.ReasonInvalid, v1alpha1.ReasonUnknownResource, v1alpha1.ReasonWrongScope, v1alpha1.ReasonConflict,
		v1alpha1.ReasonDiscoveryFailed, v1alpha1.ReasonObjectsUnknown,
	}
}

func problemsOf(all []declared) []string {
	var problems []string
	for _, d := range all {
		if d.ready != nil && slices.Contains(mistakes(), d.ready.Reason) {
			problems = append(problems, fmt.Sprintf("%s cannot be used: %s", d.what, d.ready.Message))
		}
	}
	switch late := unnoticed(all); len(late) {
	case 0:
	case 1:
		problems = append(problems, fmt.Sprintf("the adapter has not noticed the %s as it is now: its log says why it cannot watch", late[0].what))
	default:
		problems = append(problems, fmt.Sprintf("the adapter has not noticed the %s and %d others as they are now: its log says why it cannot watch", late[0].what, len(late)-1))
	}
	return problems
}
