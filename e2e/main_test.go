// Package e2e tests a whole lab from outside: it makes a cluster with the
// adapter in it, asks the metrics APIs through the API server as any client
// does, and lets the HPA controller scale on what they answer. Each run has a
// lab of its own, which is gone at the end, however that comes about.
package e2e

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/rand"
	"k8s.io/metrics/pkg/client/custom_metrics"
	"sigs.k8s.io/e2e-framework/klient"
	"sigs.k8s.io/e2e-framework/pkg/env"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/e2e/cluster"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/stamp"
	"example.com/metrics-lab/lab/journal"
	"example.com/metrics-lab/lab/lifecycle"
)

// stampFile marks a result that `go test` is not to report again: it knows nothing of the adapter that these tests build
// and run.
const stampFile = "../bin/e2e.stamp"

var (
	// testenv runs the features; TestMain sets it.
	testenv env.Environment
	// provider has made the lab; TestMain sets it.
	provider *cluster.Provider
	// customClient is the client that all tests share; TestMain sets it.
	customClient custom_metrics.CustomMetricsClient
	// notes is what the tests do and see; TestMain begins it.
	notes *journal.Journal
)

func TestMain(m *testing.M) {
	cluster.Guard()
	var options cluster.Options
	flag.StringVar(&options.Cluster, "cluster", lifecycle.Auto, "kind of cluster: embedded, kind, or auto: kind where it can be")
	flag.StringVar(&options.Image, "image", "", "node image of a kind cluster (default: as `bin/lab up`)")
	flag.StringVar(&options.Artifacts, "artifacts", "", "folder for what explains a failure (default: one that the end of the output names); write it after -args")
	flag.BoolVar(&options.Keep, "keep", false, "leave the lab up at the end, to look at it")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "error: %q is one argument too many; -artifacts DIR comes after -args, since go test has an -artifacts of its own:\n"+
			"  go test ./e2e -args -artifacts DIR\n", flag.Arg(0))
		os.Exit(2)
	}
	options.Name = "e2e-" + rand.String(6)
	code, err := run(m, options)
	if stampErr := stamp.Write(stampFile); err == nil {
		err = stampErr
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		code = 1
	}
	os.Exit(code)
}

// run makes the lab, runs the tests, and has the lab removed.
func run(m *testing.M, options cluster.Options) (code int, err error) {
	if !slices.Contains([]string{lifecycle.Auto, lifecycle.Kind, lifecycle.Embedded}, options.Cluster) {
		return 1, fmt.Errorf("-cluster=%s is not known: use auto, kind or embedded", options.Cluster)
	}
	ctx := context.Background()
	if provider, err = cluster.New(ctx, options); err != nil {
		return 1, err
	}
	if notes, err = journal.Create(provider.Journal()); err != nil {
		return 1, err
	}
	var made, tested, removed time.Duration
	made, err = took(func() error { return makeLab(ctx) })
	if err == nil {
		tested, _ = took(func() error {
			defer showProgress()()
			code = testenv.Run(m)
			return nil
		})
		if code == 0 {
			provider.Passed()
		}
	}
	removed, destroyErr := took(func() error { return provider.Destroy(ctx) })
	fmt.Fprintf(os.Stderr, "Durations: cluster %.1fs, tests %.1fs, removal %.1fs\n", made.Seconds(), tested.Seconds(), removed.Seconds())
	return code, errors.Join(err, destroyErr)
}

func makeLab(ctx context.Context) error {
	kubeconfig, err := provider.Create(ctx)
	if err != nil {
		return err
	}
	config := provider.Lab().Config
	// Without a client of its own, the environment makes a new one for each request.
	client, err := klient.New(config)
	if err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	if customClient, err = newCustomClient(config); err != nil {
		return err
	}
	testenv = env.NewWithConfig(envconf.New().WithKubeconfigFile(kubeconfig).WithClient(client).WithParallelTestEnabled())
	return nil
}

// showProgress shows how far the tests are, until the function that it returns is
// called. With -v the tests say it themselves.
func showProgress() (end func()) {
	if testing.Verbose() {
		return func() {}
	}
	show, ended := console.New(os.Stderr), make(chan struct{})
	var shown sync.WaitGroup
	shown.Go(func() {
		line, tick := show.NewLine(), time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				show.Interrupt()
				return
			case <-tick.C:
				line.Show(notes.Progress())
			}
		}
	})
	return func() { close(ended); shown.Wait() }
}

func took(do func() error) (time.Duration, error) {
	start := time.Now()
	err := do()
	return time.Since(start), err
}
