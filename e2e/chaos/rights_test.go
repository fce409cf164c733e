package chaos

import (
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/lab/lifecycle"
)

// TestRightIsTakenAway: what the adapter knew would look fresh for ever. Its watches are cut, as a watch that goes on is not
// asked for its right again.
func TestRightIsTakenAway(t *testing.T) {
	for _, row := range []struct{ what, binding string }{
		{"the objects", "metrics-adapter:described-objects"},
		{"declarations", "metrics-adapter"},
	} {
		t.Run(row.what, func(t *testing.T) {
			f := begin(t, "the right to list "+row.what+" is taken away for half a minute, and given back",
				"a clear error, no stale answer; goes on without a restart", lifecycle.Embedded)
			line := f.throughLine()
			bindings := f.Kubernetes.RbacV1().ClusterRoleBindings()
			binding, err := bindings.Get(t.Context(), row.binding, metav1.GetOptions{})
			must(t, err)
			runs := f.adapterRuns()
			must(t, bindings.Delete(t.Context(), row.binding, metav1.DeleteOptions{}))
			line.cut()
			sleep(t.Context(), 5*time.Second)
			f.traffic.Take()
			sleep(t.Context(), 25*time.Second)
			refused := f.traffic.Take()
			binding.ResourceVersion, binding.UID = "", ""
			_, err = bindings.Create(t.Context(), binding, metav1.CreateOptions{})
			must(t, err)
			given := time.Now()
			back := f.wellAfter()

			// Of the objects of a metric, that is: external metrics have none.
			if answered := refused.Requests - refused.Failed; row.what == "declarations" && answered > 0 || refused.Failed == 0 || refused.Wrong > 0 {
				t.Errorf("while it is refused: %s", refused)
			}
			if refused.Failure != nil && !strings.Contains(refused.Failure.Error(), "forbidden") {
				t.Errorf("the error does not say what is wrong: %v", refused.Failure)
			}
			if after := f.adapterRuns(); after != runs {
				t.Errorf("it was %s, and is %s", runs, after)
			}
			f.found("meanwhile %s; right again %.1f s after it was given back; %s", refused, back.after(given), back.hpa)
		})
	}
}
