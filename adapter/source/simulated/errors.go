package simulated

import (
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/refusal"
)

// What is wrong with declarations is for those who made them, so it reaches the client as a Status.

// conflict is for two declarations of the same value.
func conflict(metric, of string, a, b *declaration) error {
	return refusal.New(http.StatusConflict, metav1.StatusReasonConflict,
		"metric %s has two values for %s, from %s and from %s: delete one of them, or change what it is for",
		metric, of, a.reference, b.reference)
}

// unusable is for a declaration that cannot be evaluated. The rules of the API keep such objects out; this is for one that
// came in before a rule did.
func unusable(d *declaration) error {
	return apierrors.NewInternalError(fmt.Errorf("%s cannot be used: %w: correct it with kubectl edit", d.reference, d.broken))
}

func describeSeries(d *declaration) string {
	if len(d.labels) == 0 {
		return fmt.Sprintf("the series without labels in namespace %s", d.namespace)
	}
	return fmt.Sprintf("the series {%s} in namespace %s", d.labels, d.namespace)
}
