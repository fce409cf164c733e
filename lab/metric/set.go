package metric

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/resource"

	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// Result says what was done.
type Result struct {
	// Done is one line for the user.
	Done string
	// Note is one more, about what the user may not expect; often empty.
	Note string
}

// Set gives a metric a value. It refuses to where another declaration gives it one
// already, and only notes that nobody can read it yet. An error is one line that says
// what to do.
func (c *Client) Set(ctx context.Context, target Target, value resource.Quantity) (Result, error) {
	if err := target.checkSign(value); err != nil {
		return Result{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	s, mapping, err := c.resolve(ctx, target)
	if err != nil {
		return Result{}, err
	}
	if mapping != nil {
		if err := setting.CheckName(s.Resource, s.Name); err != nil {
			return Result{}, err
		}
	}
	object := s.Object(value)
	found, other, err := c.look(ctx, s, object.GetName(), mapping)
	if err != nil {
		return Result{}, err
	}
	if other != nil {
		return Result{}, fmt.Errorf("%s is declared already, by the %s%s: change that one, or remove it first with %s",
			describe(s), v1alpha1.NameOf(other), other.selectorNote(), other.deletion(c.lab.context))
	}
	unwatched := ""
	if mapping != nil {
		if unwatched, err = c.unwatched(ctx, s.Resource); err != nil {
			return Result{}, err
		}
	}
	if err := c.clients.Declarations.Apply(ctx, object, setting.Manager); err != nil {
		return Result{}, explain(c.lab, err)
	}
	result := Result{Done: fmt.Sprintf("%s is %s (%s)", describe(s), value.String(), v1alpha1.NameOf(object)), Note: unwatched}
	if note := c.unnoticed(ctx, object); note != "" {
		result.Note = note
		return result, nil
	}
	if mapping != nil && found == nil {
		result.Note = noObject(s, target.Namespace, unwatched)
	}
	return result, nil
}

// noObject says that there is nothing that a value is of. Where the user has given no
// namespace, that may be why. unwatched is what else the value waits for.
func noObject(s setting.Setting, namespace, unwatched string) string {
	note := fmt.Sprintf("there is no object %s yet", objectOf(s))
	if unwatched == "" {
		note += ": its metric can be read when there is"
	} else {
		note += ", and " + unwatched
	}
	if namespace == "" && s.Namespace != "" {
		note += fmt.Sprintf(" (without -n, the namespace is %s)", s.Namespace)
	}
	return note
}
