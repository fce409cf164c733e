package simulated

import (
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

// What is wrong with declarations is for those who made them, so it reaches the client as a Status.

// conflict is for two declarations to the same value.
func conflict(metric, of string, a, b *declaration) error {
	return &apierrors.StatusError{ErrStatus: metav1.Status{
		Status: metav1.StatusFailure,
		Code:   http.StatusConflict,
		Reason: metav1.StatusReasonConflict,
		Message: fmt.Sprintf("metric %s has two values for %s, from %s and from %s: delete one of them, or change what it is for",
			metric, of, a.reference, b.reference),
	}}
}

// unusable is for a declaration that cannot be evaluated. The rules of the API keep such objects out; this is for one that
// came in before a rule did.
func unusable(d *declaration) error {
	return apierrors.NewInternalError(fmt.Errorf("%s cannot be used: %w: correct it with kubectl edit", d.reference, d.broken))
}

// describe names an object: pods shop/web-0, nodes a.
func describe(metric source.Metric, object types.NamespacedName) string {
	if object.Namespace == "" {
		return fmt.Sprintf("%s %s", metric.Resource, object.Name)
	}
	return fmt.Sprintf("%s %s", metric.Resource, object)
}

func describeSeries(d *declaration) string {
	if len(d.labels) == 0 {
		return fmt.Sprintf("the series without labels in namespace %s", d.namespace)
	}
	return fmt.Sprintf("the series {%s} in namespace %s", d.labels, d.namespace)
}
