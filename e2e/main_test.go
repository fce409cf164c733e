// Package e2e tests a whole lab from outside: it makes a cluster with the
// adapter in it, asks the metrics APIs through the API server as any client
// does, and lets the HPA controller scale on what they answer. Each run has a
// lab of its own, which is gone at the end, however that comes about.
package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/util/rand"
	"sigs.k8s.io/e2e-framework/pkg/env"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/e2e/cluster"
	"example.com/metrics-lab/scripts/lab/lab"
	"example.com/metrics-lab/scripts/lab/state"
)

var (
	// testenv runs the features; TestMain sets it.
	testenv env.Environment
	// provider has made the lab; TestMain sets it.
	provider *cluster.Provider
)

func TestMain(m *testing.M) {
	cluster.Guard()
	kind := flag.String("cluster", lab.Auto, "kind of cluster: embedded, kind, or auto: kind where it can be")
	image := flag.String("image", "", "node image of a kind cluster (default: as `lab up`)")
	keep := flag.Bool("keep", false, "leave the lab up at the end, to look at it")
	flag.Parse()
	code, err := run(m, *kind, *image, *keep)
	if stampErr := touchStamp(); err == nil {
		err = stampErr
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		code = 1
	}
	os.Exit(code)
}

// run makes the lab, runs the tests, and has the lab removed.
func run(m *testing.M, kind, image string, keep bool) (code int, err error) {
	if !slices.Contains([]string{lab.Auto, lab.Kind, lab.Embedded}, kind) {
		return 1, fmt.Errorf("-cluster=%s is not known: use auto, kind or embedded", kind)
	}
	provider = cluster.New(kind, image)
	provider.WithName("e2e-" + rand.String(6))
	if keep {
		provider.Keep()
	}
	defer func() {
		if failed := provider.Destroy(context.Background()); err == nil {
			err = failed
		}
	}()
	kubeconfig, err := provider.Create(context.Background())
	if err != nil {
		return 1, err
	}
	testenv = env.NewWithConfig(envconf.New().WithKubeconfigFile(kubeconfig).WithParallelTestEnabled())
	if code = testenv.Run(m); code != 0 {
		return code, exportLogs()
	}
	return code, nil
}

// exportLogs keeps the logs of a run that failed, in place of those of an
// earlier one.
func exportLogs() error {
	dir, err := state.Cache("failed", "e2e")
	if err != nil {
		return err
	}
	if err := state.Empty(dir); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "The logs of the lab are kept in", dir)
	return provider.ExportLogs(context.Background(), dir)
}
