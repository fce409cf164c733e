package peers

import (
	"context"
	"runtime"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/build/gocommand"
)

// The adapters, by the names that tables and logs have for them.
const (
	Ceiling     = "ceiling"
	Simulated   = "simulated"
	Sample      = "sample"
	TestAdapter = "test-adapter"
)

// packages are those of the adapters that are not ours.
func packages() map[string]string {
	return map[string]string{Ceiling: "./scripts/peers/ceiling", TestAdapter: "sigs.k8s.io/custom-metrics-apiserver/test-adapter"}
}

// Compile compiles an adapter. Simulated and Sample are this project's, with that one source.
func (l *Lab) Compile(ctx context.Context, name string) (*Adapter, error) {
	pkg, foreign := packages()[name]
	if !foreign {
		file, _, err := adapter.Compile(ctx, l.root, runtime.GOOS, nil)
		return &Adapter{Name: name, lab: l, file: file, args: []string{"--sources=" + name}}, err
	}
	l.show.Say("compiling %s", name)
	build := gocommand.Build{What: name, Dir: l.root, Packages: []string{pkg}, Output: l.Folder.Path(name), Flags: []string{"-ldflags=-s -w"}}
	return &Adapter{Name: name, lab: l, file: build.Output}, build.Run(ctx, nil)
}
