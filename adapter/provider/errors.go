package provider

import (
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/klog/v2"

	"example.com/metrics-lab/adapter/refusal"
	"example.com/metrics-lab/adapter/source"
)

// objectsError is for objects that are not known.
func objectsError(err error, metric source.Metric) error {
	if apierrors.IsNotFound(err) {
		return refusal.UnknownResource(metric.Resource)
	}
	return refusal.Unavailable(fmt.Errorf("cannot tell which %s exist: %w", metric.Resource, err))
}

// sampleError is for a metric about objects that was not answered. While a source has it, it is known, if not of these.
func (p *Provider) sampleError(err error, metric source.Metric, object types.NamespacedName) error {
	switch {
	case errors.Is(err, source.ErrUnknownMetric) && len(p.sourcesOf(metric)) == 0:
		return p.unknownMetric(metric, object.Namespace)
	case errors.Is(err, source.ErrUnknownMetric), errors.Is(err, source.ErrNoSample):
		return noSample(metric, object)
	}
	return sourceError(err, metric.Name, "resource", metric.Resource.String(), "object", klog.KRef(object.Namespace, object.Name))
}

// externalSampleError is for an external metric that was not answered.
func (p *Provider) externalSampleError(err error, metric, namespace string) error {
	switch {
	case errors.Is(err, source.ErrUnknownMetric) && !p.hasExternal(metric):
		return p.unknownExternalMetric(metric, namespace)
	case errors.Is(err, source.ErrUnknownMetric), errors.Is(err, source.ErrNoSample):
		return noExternalSample(metric, namespace)
	}
	return sourceError(err, metric, "namespace", namespace)
}

// sourceError hides what went wrong in a backend, which may name hosts and accounts that are none of a client's business,
// and logs it instead. An error that is itself a Status, rather than one that wraps it, was meant for the client.
func sourceError(err error, metric string, keysAndValues ...any) error {
	if _, ok := err.(apierrors.APIStatus); ok {
		return err
	}
	klog.ErrorS(err, "Source failed", append([]any{"metric", metric}, keysAndValues...)...)
	if refusal.TimedOut(err) {
		return apierrors.NewTimeoutError(fmt.Sprintf("the source of metric %s did not answer in time", metric), 0)
	}
	return apierrors.NewInternalError(fmt.Errorf("the source of metric %s failed; the log of the adapter says why", metric))
}
