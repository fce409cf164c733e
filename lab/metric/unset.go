package metric

import (
	"context"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/api/setting"
	"example.com/metrics-lab/adapter/api/v1alpha1"
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
	err = c.clients.Declarations.Delete(ctx, object)
	switch {
	case err == nil:
		return Result{Done: fmt.Sprintf("%s is no longer set (removed the %s)", describe(s), v1alpha1.NameOf(object))}, nil
	case !apierrors.IsNotFound(err) || isNoResource(err):
		return Result{}, explain(c.lab, err)
	}
	_, other, err := c.look(ctx, s, object.GetName(), mapping)
	if err != nil {
		return Result{}, err
	}
	if other != nil {
		return Result{}, fmt.Errorf("%s was not set by `bin/lab set` but declared by the %s%s: remove that one with %s",
			describe(s), v1alpha1.NameOf(other), other.selectorNote(), other.deletion(c.lab.context))
	}
	if s.External() {
		series, err := c.series(ctx, s)
		if err != nil {
			return Result{}, err
		}
		if len(series) > 0 {
			return Result{}, fmt.Errorf("%s is not set, but one is declared %s", describe(s), strings.Join(series, ", and one "))
		}
	}
	return Result{}, fmt.Errorf("%s is not set: nothing to remove", describe(s))
}

// series says by which --labels there are series of a setting's metric.
func (c *Client) series(ctx context.Context, s setting.Setting) ([]string, error) {
	all, err := declarations(ctx, c.clients.Declarations, s.Namespace)
	if err != nil {
		return nil, explain(c.lab, err)
	}
	var series []string
	for _, d := range all {
		switch {
		case d.external == nil || d.metric != s.Metric:
		case len(d.external.Labels) == 0:
			series = append(series, "without --labels")
		default:
			series = append(series, "with --labels "+labels.Set(d.external.Labels).String())
		}
	}
	slices.Sort(series)
	return slices.Compact(series), nil
}
