package live_test

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/live"
	"example.com/metrics-lab/play/scenario"
)

// The flags of TestTrue. They are those of the whole test binary: a test has no others.
var (
	kubeContext = flag.String("context", "", "the context of a lab that runs, such as kwok-metrics-lab; without it, nothing is played on a cluster")
	syncPeriod  = flag.Duration("sync-period", time.Second, "how often the HPA controller of that lab looks at each HPA")
	results     = flag.String("results", "", "a folder for the results, as JSON; without it, they are not kept")
	scenarios   = flag.String("scenarios", "testdata/true", "a folder of scenarios to play")
)

// TestTrue plays scenarios simulated and on a cluster: the replicas are the same, at the same time.
func TestTrue(t *testing.T) {
	tests := tests(t, *scenarios)
	simulated := make([]*engine.Result, len(tests))
	for i, test := range tests {
		simulated[i] = engine.Play(t, test.Input, nil)
	}
	if *kubeContext == "" {
		t.Skip("there is no cluster to compare with: write -args -context=kwok-metrics-lab")
	}
	cluster := cluster(t)
	ctx, stop := signal.NotifyContext(t.Context(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	real, errs := playAll(ctx, cluster, tests)
	for i, test := range tests {
		t.Run(test.Name, func(t *testing.T) {
			compared, equal := compare(t, test.Name, simulated[i], real[i], errs[i])
			if !equal && ctx.Err() == nil {
				t.Logf("again, since a busy machine has a cluster be late, and a simulation never: what differs twice differs\n%s", compared)
				again, err := live.Play(ctx, cluster, test.Input)
				compared, equal = compare(t, test.Name, simulated[i], again, err)
			}
			if t.Log(compared); !equal {
				t.Fail()
			}
		})
	}
}

// playAll plays all at once: each takes as long as it says.
func playAll(ctx context.Context, c *live.Cluster, tests []scenario.Test) ([]*engine.Result, []error) {
	results, errs := make([]*engine.Result, len(tests)), make([]error, len(tests))
	var group sync.WaitGroup
	for i, test := range tests {
		group.Go(func() { results[i], errs[i] = live.Play(ctx, c, test.Input) })
	}
	group.Wait()
	return results, errs
}

// compare tells whether a scenario went the same way, and what to say of it.
func compare(t *testing.T, name string, simulated, real *engine.Result, err error) (text string, equal bool) {
	t.Helper()
	if err != nil {
		return err.Error(), false
	}
	keep(t, name+".simulated.json", simulated)
	keep(t, name+".real.json", real)
	var b strings.Builder
	equal = true
	for _, c := range live.Compare(simulated, real, *syncPeriod) {
		if err := c.Write(&b); err != nil {
			t.Fatal(err)
		}
		equal = equal && c.Equal()
	}
	return b.String(), equal
}

// keep writes a result as a file, to look at what is not in the table.
func keep(t *testing.T, name string, result *engine.Result) {
	t.Helper()
	if *results == "" {
		return
	}
	data, err := json.MarshalIndent(result, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*results, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// tests are those of the scenario files of a folder.
func tests(t *testing.T, folder string) (all []scenario.Test) {
	t.Helper()
	paths, err := scenario.Find([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		file, err := scenario.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, file.Tests...)
	}
	return all
}

func cluster(t *testing.T) *live.Cluster {
	t.Helper()
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(
		clientcmd.NewDefaultClientConfigLoadingRules(), &clientcmd.ConfigOverrides{CurrentContext: *kubeContext}).ClientConfig()
	if err != nil {
		t.Fatal(err)
	}
	c, err := live.NewCluster(config, *syncPeriod)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
