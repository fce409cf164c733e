package lifecycle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/state"
)

func node(ready corev1.ConditionStatus) runtime.Object {
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: "node-" + strings.ToLower(string(ready))},
		Status:     corev1.NodeStatus{Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: ready}}},
	}
}

func TestLookAtNodes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		nodes []runtime.Object
		want  string
	}{
		{"none", nil, "the cluster has no node, so no pod can run"},
		{"one that is not ready", []runtime.Object{node(corev1.ConditionFalse)}, "no node is ready, so no pod can run"},
		{"one that is", []runtime.Object{node(corev1.ConditionUnknown), node(corev1.ConditionTrue)}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var s Status
			s.lookAtNodes(t.Context(), fake.NewClientset(row.nodes...))
			if got := strings.Join(s.Problems, "\n"); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestLookAtADemoThatIsNotThere(t *testing.T) {
	t.Parallel()
	var s Status
	s.lookAtDemo(t.Context(), fake.NewClientset())
	if len(s.Problems) != 1 || !strings.HasPrefix(s.Problems[0], "the demo is not there, or part of it: ") {
		t.Errorf("got %q", s.Problems)
	}
}

// TestLookAtCode: what runs is compared with the checkout that it is from.
func TestLookAtCode(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	main := filepath.Join(root, "adapter", "main.go")
	for _, file := range []string{main, filepath.Join(root, "go.mod"), filepath.Join(root, "go.sum")} {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, err := adapter.Code(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ name, code, main, want string }{
		{"the same", code, "", ""},
		{"in live development", "", "changed", ""},
		{"changed", code, "changed", "the adapter that runs is not the code in " + root + " any more, which was changed"},
	} {
		if err := os.WriteFile(main, []byte(row.main), 0o600); err != nil {
			t.Fatal(err)
		}
		var s Status
		s.lookAtCode(state.Record{Root: root, Code: row.code})
		if got := strings.Join(s.Problems, "\n"); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
	var s Status
	s.lookAtCode(state.Record{Root: filepath.Join(root, "gone"), Code: code})
	if len(s.Problems) > 0 {
		t.Errorf("a checkout that is gone: got %q", s.Problems)
	}
}
