// Package chaos breaks a lab in the ways in which clusters break, while traffic runs through it that checks each answer. A
// test is one fault. What it has found is a line of the table that is printed at the end.
//
// The faults last for minutes, and the machine has to be quiet for the figures: `make chaos` runs them. The short ones are
// features of the package e2e, too.
package chaos

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"testing"

	"k8s.io/apimachinery/pkg/util/rand"

	"example.com/metrics-lab/e2e/cluster"
	"example.com/metrics-lab/e2e/traffic"
	"example.com/metrics-lab/lab/lifecycle"
)

// namespace is that of the traffic.
const namespace = "traffic"

var (
	// provider has made the lab; TestMain sets it.
	provider *cluster.Provider
	// root is the checkout.
	root string
	// questions are what the traffic asks; TestMain sets them.
	questions []traffic.Question
)

func TestMain(m *testing.M) {
	cluster.Guard()
	options := cluster.Options{Name: "chaos-" + rand.String(6)}
	flag.StringVar(&options.Cluster, "cluster", lifecycle.Embedded, "kind of cluster: embedded or kind")
	flag.BoolVar(&options.Keep, "keep", false, "leave the lab up at the end, to look at it")
	flag.Parse()
	code, err := run(m, options)
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M, options cluster.Options) (code int, err error) {
	ctx := context.Background()
	if root, err = lifecycle.FindRoot(); err != nil {
		return 1, err
	}
	if provider, err = cluster.New(ctx, options); err != nil {
		return 1, err
	}
	if err = makeLab(ctx); err == nil {
		code = m.Run()
		findings.print(os.Stdout)
	}
	if err == nil && code == 0 {
		provider.Passed()
	}
	return code, errors.Join(err, provider.Destroy(ctx))
}

func makeLab(ctx context.Context) error {
	if _, err := provider.Create(ctx); err != nil {
		return err
	}
	workload, err := traffic.NewWorkload(ctx, provider.Lab().Clients, namespace)
	if err != nil {
		return err
	}
	questions = workload.Questions()
	return makeHPA(ctx, provider.Lab().Clients)
}
