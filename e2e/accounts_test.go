package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

// accountsPage has the table of accounts and actions.
const accountsPage = "workshop/9-production/README.md"

// accounts are the columns of the table: users that bindPeople has bound, and those
// that a cluster has.
func accounts() (names, users []string) {
	for _, column := range [][2]string{
		{"anonymous", "system:anonymous"},
		{"any account", "e2e-nobody"},
		{"`view`", "e2e-view"},
		{"`edit`", "e2e-edit"},
		{"`admin`", "e2e-admin"},
		{"`metrics-writer`", "e2e-metrics-writer-everywhere"},
		{"`system:monitoring`", "e2e-system:monitoring-everywhere"},
		{"HPA controller", "system:serviceaccount:kube-system:horizontal-pod-autoscaler"},
		{"the adapter", "system:serviceaccount:" + adapterNamespace + ":" + adapterName},
		{"`cluster-admin`", "e2e-cluster-admin-everywhere"},
	} {
		names, users = append(names, column[0]), append(users, column[1])
	}
	return names, users
}

// action is a row of the table: verbs of a resource, or of a path.
type action struct {
	what, verbs, group, resource string
	namespaced                   bool
}

func actions() []action {
	return []action{
		{"read metrics of objects in a namespace", "get", customMetrics, "pods/requests", true},
		{"read metrics of nodes", "get", customMetrics, "nodes/requests", false},
		{"read external metrics", "list", external, "depth", true},
		{"read CPU and memory of pods", "list", "metrics.k8s.io", "pods", true},
		{"see which metrics there are", "get", noGroup, "/apis/custom.metrics.k8s.io/v1beta2", false},
		{"see SimulatedMetrics", "get", labGroup, "simulatedmetrics", true},
		{"list and watch them", "list watch", labGroup, "simulatedmetrics", true},
		{"make and change them", "create patch", labGroup, "simulatedmetrics", true},
		{"delete them", "delete", labGroup, "simulatedmetrics", true},
		{"write their status", "patch", labGroup, "simulatedmetrics/status", true},
		{"list and watch ClusterSimulatedMetrics", "list watch", labGroup, "clustersimulatedmetrics", false},
		{"make and change those", "create patch", labGroup, "clustersimulatedmetrics", false},
		{"delete those", "delete", labGroup, "clustersimulatedmetrics", false},
		{"set values by `/write-metrics`", "post", noGroup, writes, false},
		{"see `/livez`, `/readyz`", "get", noGroup, "/readyz", false},
		{"see the adapter's `/metrics`", "get", noGroup, "/metrics", false},
		{"set them to 0", "delete", noGroup, "/metrics", false},
		{"see `/debug/pprof`", "get", noGroup, "/debug/pprof/heap", false},
		{"set `/debug/flags`", "put", noGroup, "/debug/flags/v", false},
	}
}

// tableIsTrue: the page says of each account what the API server says.
func tableIsTrue(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
	root, err := lifecycle.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, accountsPage))
	if err != nil {
		t.Fatal(err)
	}
	clientset, written, last := clientsOf(t, cfg).Kubernetes, tableIn(string(page)), ""
	err = wait.For(ctx, "the table in "+accountsPage, rightsTimeout, poll, func(ctx context.Context) (bool, string, error) {
		table, err := tableOf(ctx, clientset)
		if err == nil {
			last = table
		}
		return table == written, "(-page +cluster):\n" + cmp.Diff(written, table), err
	})
	if err != nil {
		t.Errorf("%v\nThe table that is true:\n%s", err, last)
	}
	return ctx
}

// tableIn is that of a page.
func tableIn(page string) string {
	_, rest, _ := strings.Cut(page, header())
	rows, _, _ := strings.Cut(rest, "\n\n")
	return header() + rows + "\n"
}

func header() string {
	names, _ := accounts()
	return fmt.Sprintf("| | %s |\n|---%s|\n", strings.Join(names, " | "), strings.Repeat("|---", len(names)))
}

// tableOf asks for each cell.
func tableOf(ctx context.Context, clientset kubernetes.Interface) (string, error) {
	_, users := accounts()
	var table strings.Builder
	table.WriteString(header())
	for _, a := range actions() {
		fmt.Fprintf(&table, "| %s |", a.what)
		for _, user := range users {
			cell, err := a.by(ctx, clientset, user)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&table, " %s |", cell)
		}
		table.WriteString("\n")
	}
	return table.String(), nil
}

// by is the cell of a user: in its own namespace, in all, or not at all.
func (a action) by(ctx context.Context, clientset kubernetes.Interface, user string) (string, error) {
	own, err := a.allowed(ctx, clientset, user, reviewedNS)
	if err != nil {
		return "", err
	}
	all, err := a.allowed(ctx, clientset, user, "default")
	if err != nil {
		return "", err
	}
	switch own + " " + all {
	case "yes yes":
		return "yes", nil
	case "yes no":
		return "own", nil
	case "no no":
		return "–", nil
	}
	return own + ", elsewhere " + all, nil
}

// allowed is yes, no, or partly: some of the verbs.
func (a action) allowed(ctx context.Context, clientset kubernetes.Interface, user, ns string) (string, error) {
	if !a.namespaced {
		ns = everywhere
	}
	verbs, allowed := strings.Fields(a.verbs), 0
	for _, verb := range verbs {
		asked := reviewOf(user, right{verb: verb, group: a.group, resource: a.resource, ns: ns})
		review, err := clientset.AuthorizationV1().SubjectAccessReviews().Create(ctx, asked, metav1.CreateOptions{})
		if err != nil {
			return "", fmt.Errorf("ask whether %s may %s %s: %w", user, verb, a.resource, err)
		}
		if review.Status.Allowed {
			allowed++
		}
	}
	switch allowed {
	case len(verbs):
		return "yes", nil
	case 0:
		return "no", nil
	}
	return "partly", nil
}
