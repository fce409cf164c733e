package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/lifecycle"
)

func TestPrintOfWhatWasKilledAtOnce(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	print(&out, "a", "", &lifecycle.Status{Context: "kwok-a", Problems: []string{"it is half-made"}})
	if diff := cmp.Diff("Lab a\nPROBLEM: it is half-made\n", out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPrint(t *testing.T) {
	t.Parallel()
	const head = "Lab a on the embedded cluster, context kwok-a\n"
	for _, row := range []struct {
		name, advice string
		status       lifecycle.Status
		want         string
	}{
		{"well", "", lifecycle.Status{
			Components: []component.Component{{Name: "etcd", Runs: "pid 7", Log: "/labs/a/logs/etcd.log"}, {Name: "kube-apiserver", Runs: "pid 12", Log: "/labs/a/logs/api.log"}},
			Server:     "https://127.0.0.1:1, Kubernetes v1.37.2", APIs: "available", Demo: "1 replica",
		}, "Logs are below /labs/a:\n  etcd            pid 7   logs/etcd.log\n  kube-apiserver  pid 12  logs/api.log\n" +
			"API server: https://127.0.0.1:1, Kubernetes v1.37.2\nmetrics APIs: available\ndemo: 1 replica\nAll is well.\n"},
		{"not well", "", lifecycle.Status{
			Components: []component.Component{{Name: "node", Log: "docker logs node"}}, Problems: []string{"etcd does not run"},
		}, "  node  does not run  docker logs node\nPROBLEM: etcd does not run\n"},
		{"kubectl talks to another cluster", "the current context is another one", lifecycle.Status{},
			"note: the current context is another one\nAll is well.\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.status.Cluster, row.status.Context, row.status.Dir = "embedded", "kwok-a", "/labs/a"
			var out strings.Builder
			print(&out, "a", row.advice, &row.status)
			if diff := cmp.Diff(head+row.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
