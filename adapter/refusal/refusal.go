// Package refusal makes the Statuses with which the APIs of the adapter refuse a request. Each says what to put right,
// since a client sees nothing else.
package refusal

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// New is a Status with a code of HTTP, the reason that goes with it, and a message.
func New(code int32, reason metav1.StatusReason, format string, args ...any) error {
	return &apierrors.StatusError{ErrStatus: metav1.Status{
		Status:  metav1.StatusFailure,
		Code:    code,
		Reason:  reason,
		Message: fmt.Sprintf(format, args...),
	}}
}

// NotFound is for what is not there.
func NotFound(format string, args ...any) error {
	return New(http.StatusNotFound, metav1.StatusReasonNotFound, format, args...)
}

// UnknownResource is for a resource that the API server does not serve.
func UnknownResource(resource schema.GroupResource) error {
	return NotFound("the API server has no resource %s", resource)
}

// Unresolved is for a resource that could not be resolved: there is none, or that is not known.
func Unresolved(err error, resource schema.GroupResource) error {
	if meta.IsNoMatchError(err) {
		return UnknownResource(resource)
	}
	return Unavailable(fmt.Errorf("cannot tell what %s are: %w", resource, err))
}

// Unavailable passes on what the API server said. It is the client's API server too, and what it said, often that a role
// is missing, is the only hint at what to put right.
func Unavailable(err error) error {
	if TimedOut(err) {
		return apierrors.NewTimeoutError(err.Error(), 0)
	}
	return apierrors.NewServiceUnavailable(err.Error())
}

// TimedOut tells whether an error is that a deadline has passed. It holds too if the client has gone, who does not see the
// answer.
func TimedOut(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}
