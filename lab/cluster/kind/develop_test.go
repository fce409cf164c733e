package kind

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	kubefake "k8s.io/client-go/kubernetes/fake"

	"example.com/metrics-lab/lab/state"
)

// TestCheckMount: a cluster of an earlier version says what to do.
func TestCheckMount(t *testing.T) {
	for _, row := range []struct{ name, docker, wantErr string }{
		{"shared", `"ps --all") echo x-control-plane;; "inspect --format") echo /var; echo /metrics-lab/development;;`, ""},
		{"not shared", `"ps --all") echo x-control-plane;; "inspect --format") echo /var;;`, "make it anew with `make down NAME=x` and `make up NAME=x CLUSTER=kind`"},
		{"stopped", "", "do not run: `make up NAME=x` starts them"},
		{"no answer", `"ps --all") echo no such thing >&2; exit 1;;`, "no such thing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fakeDocker(t, row.docker)
			err := (&Cluster{Lab: state.Folder{Name: "x"}}).checkMount(t.Context())
			if row.wantErr == "" && err != nil || row.wantErr != "" && (err == nil || !strings.Contains(err.Error(), row.wantErr)) {
				t.Errorf("got %v, want %q", err, row.wantErr)
			}
		})
	}
}

func TestArchitecture(t *testing.T) {
	t.Parallel()
	if _, err := architecture(t.Context(), kubefake.NewClientset()); err == nil || err.Error() != "ask for the architecture of the nodes: the cluster has none" {
		t.Errorf("no node: got %v", err)
	}
	node := &corev1.Node{Status: corev1.NodeStatus{NodeInfo: corev1.NodeSystemInfo{Architecture: "arm64"}}}
	if got, err := architecture(t.Context(), kubefake.NewClientset(node)); err != nil || got != "arm64" {
		t.Errorf("got %q, %v", got, err)
	}
}
