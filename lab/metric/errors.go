package metric

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/lab/state"
)

// explain says in one line what an error of a request means, and what to do.
func explain(l lab, err error) error {
	var status apierrors.APIStatus
	var network net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &network) && network.Timeout():
		return fmt.Errorf("the API server of the lab %s does not answer within %s: `%s` says what is wrong", l.name, timeout, state.Make("status", l.name))
	case !errors.As(err, &status):
		return fmt.Errorf("the API server of the lab %s cannot be asked (%w): `%s` says what is wrong, `%s` starts what does not run",
			l.name, innermost(err), state.Make("status", l.name), state.Make("up", l.name))
	case isNoResource(err):
		return fmt.Errorf("the lab %s has no definition of SimulatedMetrics: `%s` puts it there", l.name, state.Make("up", l.name))
	case isNoNamespace(status):
		namespace := status.Status().Details.Name
		return fmt.Errorf("there is no namespace %s: make it with `kubectl --context %s create namespace %s`, or choose another with -n", namespace, l.context, namespace)
	case apierrors.IsInvalid(err):
		return fmt.Errorf("the API server refuses it: %s", causes(status))
	}
	return fmt.Errorf("the API server refuses it: %w", err)
}

// isNoResource tells an API server that does not serve the resource at all from one
// that has no such object.
func isNoResource(err error) bool {
	return apierrors.IsNotFound(err) && apierrors.HasStatusCause(err, metav1.CauseTypeUnexpectedServerResponse)
}

func isNoNamespace(status apierrors.APIStatus) bool {
	details := status.Status().Details
	return status.Status().Reason == metav1.StatusReasonNotFound && details != nil && details.Kind == "namespaces"
}

// causes are what is wrong with an object, without its name, which the user did not
// choose.
func causes(status apierrors.APIStatus) string {
	details := status.Status().Details
	if details == nil || len(details.Causes) == 0 {
		return status.Status().Message
	}
	var lines []string
	for _, cause := range details.Causes {
		switch cause.Field {
		case "<nil>": // that some rules were not looked at, once others were broken
		case "spec":
			lines = append(lines, strings.TrimPrefix(cause.Message, "Invalid value: "))
		default:
			lines = append(lines, strings.TrimPrefix(cause.Field, "spec.")+": "+cause.Message)
		}
	}
	return strings.Join(lines, "; ")
}

// innermost leaves out the request, whose address says nothing to the user.
func innermost(err error) error {
	var request *url.Error
	if errors.As(err, &request) {
		return request.Err
	}
	return err
}
