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
	"testing"

	"k8s.io/apimachinery/pkg/util/rand"
	"sigs.k8s.io/e2e-framework/pkg/env"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/lab"
	"example.com/metrics-lab/scripts/lab/state"
)

// testenv runs the features; TestMain sets it.
var testenv env.Environment

func TestMain(m *testing.M) {
	if name, guarding := os.LookupEnv(guardVariable); guarding {
		os.Exit(guardLab(name))
	}
	cluster := flag.String("cluster", lab.Embedded, "kind of cluster: embedded")
	keep := flag.Bool("keep", false, "leave the lab up at the end, to look at it")
	flag.Parse()
	code, err := run(m, *cluster, *keep)
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		code = 1
	}
	if err := touchStamp(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		code = 1
	}
	os.Exit(code)
}

// run makes the lab, runs the tests, and has the lab removed.
func run(m *testing.M, cluster string, keep bool) (code int, err error) {
	if cluster != lab.Embedded {
		return 1, fmt.Errorf("-cluster=%s is not known: use -cluster=embedded", cluster)
	}
	root, err := lab.FindRoot()
	if err != nil {
		return 1, err
	}
	l, err := state.Open("e2e-" + rand.String(6))
	if err != nil {
		return 1, err
	}
	show := console.New(os.Stderr)
	if keep {
		defer show.Say("Lab %s is kept. KUBECONFIG=%s; remove it with: lab down --name %s", l.Name, l.Path("kubeconfig"), l.Name)
	} else {
		guard, err := startGuard(l.Name)
		if err != nil {
			return 1, err
		}
		defer func() {
			if failed := guard.end(); failed != nil && err == nil {
				err = failed
			}
		}()
	}
	show.Say("Lab %s on an embedded cluster", l.Name)
	_, err = lab.Up(context.Background(), lab.Options{
		Name: l.Name, Cluster: cluster, Root: root, Kubeconfig: l.Path("kubeconfig"),
	}, show)
	if err != nil {
		return 1, err
	}
	testenv = env.NewWithConfig(envconf.New().WithKubeconfigFile(l.Path("kubeconfig")))
	if code = testenv.Run(m); code != 0 {
		logs, err := lab.SaveLogs(context.Background(), l.Name, "e2e")
		if err != nil {
			return code, err
		}
		show.Say("The logs of the lab are kept in %s", logs)
	}
	return code, nil
}
