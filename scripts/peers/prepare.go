package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
	"example.com/metrics-lab/scripts/peers/fixture"
)

// bench is one run.
type bench struct {
	fixture fixture.Fixture
	folder  state.Folder
	ca      []byte // of the adapters
	peers   []*peer
	show    *console.Console
	report  report
	// profiles is the folder for CPU profiles; empty for none.
	profiles string
}

// prepare makes the lab and compiles the adapters. The lab's own adapter is stopped: it would work beside the others.
func prepare(ctx context.Context, root string, show *console.Console) (*bench, error) {
	folder, err := state.FolderOf(labName)
	if err != nil {
		return nil, err
	}
	made, err := lifecycle.Up(ctx, lifecycle.Options{
		Name: labName, Cluster: lifecycle.Embedded, Root: root, Kubeconfig: filepath.Join(os.TempDir(), labName+".kubeconfig"),
	}, show)
	if err != nil {
		return nil, err
	}
	if err := process.StopProgram(ctx, folder.Path("bin"), adapter.Name); err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(folder.Path("pki", "serving-ca.crt"))
	if err != nil {
		return nil, fmt.Errorf("read who has signed the adapters' certificate: %w", err)
	}
	b := &bench{fixture: fixture.Fixture{Clients: made.Clients}, folder: folder, ca: ca, show: show}
	if b.peers, err = b.compile(ctx, root); err != nil {
		return nil, err
	}
	return b, b.fixture.CreateNamespace(ctx)
}

// compile compiles the adapters and returns them as columns.
func (b *bench) compile(ctx context.Context, root string) ([]*peer, error) {
	ours, _, err := adapter.Compile(ctx, root, runtime.GOOS, nil)
	if err != nil {
		return nil, err
	}
	for name, pkg := range map[string]string{ceiling: "./scripts/peers/ceiling", testAdapter: "sigs.k8s.io/custom-metrics-apiserver/test-adapter"} {
		b.show.Say("compiling %s", name)
		build := gocommand.Build{What: name, Dir: root, Packages: []string{pkg}, Output: b.folder.Path(name), Flags: []string{"-ldflags=-s -w"}}
		if err := build.Run(ctx, nil); err != nil {
			return nil, err
		}
	}
	return []*peer{
		{Name: ceiling, path: b.folder.Path(ceiling), metric: fixture.Metric, series: fixture.External},
		{Name: simulated, path: ours, args: []string{"--sources=simulated"}, metric: fixture.Metric, series: fixture.External},
		{Name: sample, path: ours, args: []string{"--sources=sample"}, metric: "packets-per-second"},
		{Name: testAdapter, path: b.folder.Path(testAdapter), metric: fixture.Metric, series: func(n int) string {
			if n == 1 {
				return "other-external-metric"
			}
			return ""
		}},
	}, nil
}
