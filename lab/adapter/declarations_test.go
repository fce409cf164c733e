package adapter

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// TestProblemsOf: what somebody has to mend is a problem. What is not there yet, and what was declared to fail, is none.
func TestProblemsOf(t *testing.T) {
	t.Parallel()
	is := func(what, reason string) declared {
		return declared{what, &metav1.Condition{Type: v1alpha1.ConditionReady, Reason: reason, Message: "for a reason"}}
	}
	for _, row := range []struct {
		name string
		all  []declared
		want []string
	}{
		{"all is well", []declared{is("A", v1alpha1.ReasonAnswered), is("B", v1alpha1.ReasonNoObjects), is("C", v1alpha1.ReasonMissing), is("D", v1alpha1.ReasonFailing)}, nil},
		{"invalid", []declared{is("A", v1alpha1.ReasonInvalid)}, []string{"A cannot be used: for a reason"}},
		{"conflict", []declared{is("A", v1alpha1.ReasonConflict), is("B", v1alpha1.ReasonConflict)}, []string{"A cannot be used: for a reason", "B cannot be used: for a reason"}},
		{"wrong scope", []declared{is("A", v1alpha1.ReasonWrongScope)}, []string{"A cannot be used: for a reason"}},
		{"unknown resource", []declared{is("A", v1alpha1.ReasonUnknownResource)}, []string{"A cannot be used: for a reason"}},
		{"objects unknown", []declared{is("A", v1alpha1.ReasonObjectsUnknown)}, []string{"A cannot be used: for a reason"}},
		{"not noticed", []declared{{what: "A"}}, []string{"the adapter has not noticed the A as it is now: its log says why it cannot watch"}},
		{"several not noticed", []declared{{what: "A"}, {what: "B"}}, []string{"the adapter has not noticed the A and 1 others as they are now: its log says why it cannot watch"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(row.want, problemsOf(row.all)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}
