package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/scripts/peers"
	"example.com/metrics-lab/scripts/peers/load"
	"example.com/metrics-lab/scripts/peers/program"
	"example.com/metrics-lab/scripts/peers/scrape"
)

const controllerName = "kube-controller-manager"

// limits are what the controller is held back by.
type limits struct {
	name string
	// workers look at one HPA each at a time, and qps is how many requests a second each client of the controller may make.
	workers, qps int
}

// allLimits are the defaults, and then one after the other raised.
func allLimits() []limits {
	return []limits{
		{"defaults", 5, 20},
		{"client's limit raised", 5, 1000},
		{"and more workers", 50, 1000},
	}
}

// limitsWith are those that are measured with an adapter. Runs with the test adapter are long, so that is done without those between.
func limitsWith(adapter string) []limits {
	all := allLimits()
	if adapter == peers.TestAdapter {
		return []limits{all[0], all[len(all)-1]}
	}
	return all
}

// flags are how they are set. The defaults have a burst of 30 with 20 requests a second.
func (l limits) flags() []string {
	return []string{
		fmt.Sprintf("--concurrent-horizontal-pod-autoscaler-syncs=%d", l.workers),
		fmt.Sprintf("--kube-api-qps=%d", l.qps), fmt.Sprintf("--kube-api-burst=%d", l.qps*3/2),
	}
}

// controller is a kube-controller-manager with limits of its own, in place of the lab's.
type controller struct {
	*program.Program
	client *http.Client
	url    string
}

// takeController ends the lab's own controller and returns how it was started.
func takeController(ctx context.Context, lab *peers.Lab) ([]string, error) {
	pid, err := lab.Find(ctx, controllerName)
	if err != nil {
		return nil, err
	}
	line, err := program.CommandLine(pid)
	if err != nil {
		return nil, err
	}
	return line, process.StopProgram(ctx, lab.Folder.Dir, controllerName)
}

// startController starts one as the lab's was, with limits, and returns when it says how it is.
func startController(ctx context.Context, lab *peers.Lab, line []string, with limits) (*controller, error) {
	port, err := peers.FreePort(ctx)
	if err != nil {
		return nil, err
	}
	certificates := lab.Folder.Path("controller-pki") // it makes its certificate there
	flags := append(with.flags(), "--cert-dir="+certificates, fmt.Sprintf("--secure-port=%d", port))
	running, err := program.Start(ctx, lab.Folder.Path("controller.log"), line[0], append(line[1:], flags...)...)
	if err != nil {
		return nil, err
	}
	c := &controller{Program: running, url: fmt.Sprintf("https://localhost:%d", port)}
	return c, wait.For(ctx, controllerName+" is healthy", time.Minute, 100*time.Millisecond, func(ctx context.Context) (bool, string, error) {
		config := rest.CopyConfig(lab.Config)
		config.CAData, config.CAFile = nil, filepath.Join(certificates, controllerName+".crt")
		if c.client, err = rest.HTTPClientFor(config); err == nil { // it has made its certificate
			_, err = load.Get(ctx, c.client, c.url+"/healthz", io.Discard)
		}
		return err == nil, fmt.Sprint(err), nil
	})
}

// metrics are what it says about itself.
func (c *controller) metrics(ctx context.Context) (scrape.Metrics, error) {
	return scrape.Get(ctx, c.client, c.url+"/metrics")
}
