package write

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/refusal"
)

// failure is what a client sees of an error. What the API server said about the object is meant for the client: that a
// metric cannot have this name, that the namespace does not exist, that the adapter lacks a right.
func failure(err error) metav1.Status {
	var known apierrors.APIStatus
	if !errors.As(err, &known) || apierrors.IsUnauthorized(err) {
		known = hidden(err)
	}
	status := known.Status()
	status.Status = metav1.StatusFailure
	if status.Code < 400 || status.Code > 599 { // of a Status that lacks it, or of no HTTP answer
		status.Code = http.StatusInternalServerError
	}
	return status
}

// hidden logs an error that may name hosts and accounts that are none of a client's business, and says what the client
// can do. That the API server does not know the adapter (401) is hidden as well: the client would take it for its own.
func hidden(err error) *apierrors.StatusError {
	klog.ErrorS(err, "Cannot store a value")
	var transport *url.Error
	switch {
	case refusal.TimedOut(err):
		return apierrors.NewTimeoutError("the API server did not store the value in time; it may or may not be stored", 0)
	case errors.As(err, &transport):
		return apierrors.NewServiceUnavailable("the API server cannot be reached; the log of the adapter says why")
	}
	return apierrors.NewInternalError(errors.New("the value could not be stored; the log of the adapter says why"))
}

func unknownPath(path string) error {
	return refusal.NotFound("the write API has no path %s: POST to %snamespaces/{namespace}/{resource}/{name}/{metric}, "+
		"%s{resource}/{name}/{metric} for an object in no namespace, or %snamespaces/{name}/metrics/{metric} for a namespace",
		path, Prefix, Prefix, Prefix)
}

func methodNotAllowed(method string) error {
	return refusal.New(http.StatusMethodNotAllowed, metav1.StatusReasonMethodNotAllowed,
		"%s is not allowed: a value is written with POST", method)
}

// encoded refuses a body that is not as it is: read as it came, it would be another value, or none.
func encoded(encoding string) error {
	return refusal.New(http.StatusUnsupportedMediaType, metav1.StatusReasonUnsupportedMediaType,
		"the body has the Content-Encoding %s: send it as it is", encoding)
}

// urlTooLong has no reason, since there is none for this code.
func urlTooLong() error {
	return refusal.New(http.StatusRequestURITooLong, metav1.StatusReasonUnknown,
		"path and query have more than %d bytes: write shorter names and fewer labels", maxURL)
}

func tooManyWrites() error {
	return apierrors.NewTooManyRequests(fmt.Sprintf("more than %d values were written in a second: write slower, "+
		"or declare a SimulatedMetric with a curve", writesPerSecond), retryAfterSeconds)
}
