package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/scripts/lab/component"
	"example.com/metrics-lab/scripts/lab/lab"
)

func TestPrintOfWhatWasKilledAtOnce(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	print(&out, "a", "", &lab.Status{Context: "kwok-a", Problems: []string{"it is half-made"}})
	if diff := cmp.Diff("Lab a\nPROBLEM: it is half-made\n", out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPrint(t *testing.T) {
	t.Parallel()
	const head = "Lab a on the embedded cluster, context kwok-a\n"
	for _, row := range []struct {
		name, advice string
		status       lab.Status
		want         string
	}{
		{"well", "", lab.Status{
			Components: []component.Component{{Name: "etcd", Runs: "pid 7", Log: "etcd.log"}, {Name: "kube-apiserver", Runs: "pid 12", Log: "api.log"}},
			Server:     "https://127.0.0.1:1, Kubernetes v1.37.2", APIs: "available", Demo: "1 replica",
		}, "  etcd            pid 7   etcd.log\n  kube-apiserver  pid 12  api.log\n" +
			"API server: https://127.0.0.1:1, Kubernetes v1.37.2\nmetrics APIs: available\ndemo: 1 replica\nAll is well.\n"},
		{"not well", "", lab.Status{
			Components: []component.Component{{Name: "etcd", Log: "etcd.log"}}, Problems: []string{"etcd does not run"},
		}, "  etcd  does not run  etcd.log\nPROBLEM: etcd does not run\n"},
		{"kubectl talks to another cluster", "the current context is another one", lab.Status{},
			"note: the current context is another one\nAll is well.\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.status.Cluster, row.status.Context = "embedded", "kwok-a"
			var out strings.Builder
			print(&out, "a", row.advice, &row.status)
			if diff := cmp.Diff(head+row.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
