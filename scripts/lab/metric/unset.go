package metric

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
)

// Unset removes the value that Set has given. That there is none is an error. An
// error is one line that says what to do.
func (c *Client) Unset(ctx context.Context, target Target) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	s, mapping, err := c.resolve(ctx, target)
	if err != nil {
		return Result{}, err
	}
	object := s.Object(resource.Quantity{})
	err = c.declared.Delete(ctx, object)
	switch {
	case err == nil:
		return Result{Done: fmt.Sprintf("%s is no longer set (removed the %s)", describe(s), holder(object))}, nil
	case !apierrors.IsNotFound(err) || isNoResource(err):
		return Result{}, explain(c.lab, err)
	}
	_, other, err := c.look(ctx, s, object.GetName(), mapping)
	if err != nil {
		return Result{}, err
	}
	if other != nil {
		return Result{}, fmt.Errorf("%s was not set by `bin/lab set` but declared by the %s%s: remove that one with %s",
			describe(s), holder(other), other.because(), other.deletion(c.lab.Context))
	}
	return Result{}, fmt.Errorf("%s is not set: nothing to remove", describe(s))
}
