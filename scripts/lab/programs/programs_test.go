package programs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// seen records what a build said of its progress.
type seen struct {
	downloads            int
	packages, ofPackages int
	linked, ofPrograms   int
}

func (s *seen) Waiting()        {}
func (s *seen) Download(string) { s.downloads++ }
func (s *seen) Compile(packages, ofPackages, linked, ofPrograms int) {
	s.packages, s.ofPackages, s.linked, s.ofPrograms = packages, ofPackages, linked, ofPrograms
}

// module makes a Go module with a tool, in the place of the control plane.
func module(t *testing.T, program string) build {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string]string{
		"go.mod":         "module example.com/small\n\ngo 1.26.0\n\ntool example.com/small/server\n",
		"server/main.go": program,
		// It is new each time, so that it is not in Go's build cache.
		"library/thing.go": fmt.Sprintf("package library\n\nconst Thing = %d\n", time.Now().UnixNano()),
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return build{dir: dir, key: "v1-test"}
}

const works = "package main\n\nimport \"example.com/small/library\"\n\nfunc main() { println(library.Thing) }\n"

func TestCompile(t *testing.T) {
	t.Parallel()
	into := filepath.Join(t.TempDir(), "done")
	var progress seen
	if err := module(t, works).into(t.Context(), into, &progress); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(into, "etcd")); err != nil {
		t.Errorf("the program called server is not there as etcd: %v", err)
	}
	if progress.packages != progress.ofPackages || progress.ofPackages < 1 {
		t.Errorf("%d of %d packages were compiled, want all of at least 1", progress.packages, progress.ofPackages)
	}
	noneUnfinished(t, filepath.Dir(into), "done")
}

func TestCompileFails(t *testing.T) {
	t.Parallel()
	into := filepath.Join(t.TempDir(), "done")
	err := module(t, "package main\n\nfunc main() { undefined() }\n").into(t.Context(), into, &seen{})
	if err == nil || !strings.Contains(err.Error(), "undefined: undefined") {
		t.Errorf("got %v, want the compiler's message", err)
	}
	noneUnfinished(t, filepath.Dir(into))
}

func TestCompileIsInterrupted(t *testing.T) {
	t.Parallel()
	into := filepath.Join(t.TempDir(), "done")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := module(t, works).into(ctx, into, &seen{}); err == nil || ctx.Err() == nil {
		t.Errorf("got %v, want that it was interrupted", err)
	}
	noneUnfinished(t, filepath.Dir(into))
}

// TestWhatAKilledBuildLeft is taken away by the next one.
func TestWhatAKilledBuildLeft(t *testing.T) {
	t.Parallel()
	into := filepath.Join(t.TempDir(), "done")
	if err := os.MkdirAll(into+".unfinished-1", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := module(t, works).into(t.Context(), into, &seen{}); err != nil {
		t.Fatal(err)
	}
	noneUnfinished(t, filepath.Dir(into), "done")
}

func noneUnfinished(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is there (-want +got):\n%s", diff)
	}
}

// TestKey: what goes into the programs goes into the key.
func TestKey(t *testing.T) {
	real, err := newBuild(t.Context(), "../../controlplane")
	if err != nil {
		t.Fatal(err)
	}
	again, err := newBuild(t.Context(), "../../controlplane")
	if err != nil {
		t.Fatal(err)
	}
	if real.key != again.key {
		t.Errorf("two keys of the same: %s, %s", real.key, again.key)
	}
	if !strings.HasPrefix(real.key, real.kubernetes+"-") {
		t.Errorf("the key %s does not begin with the version %s", real.key, real.kubernetes)
	}
	t.Setenv("GOARCH", "riscv64")
	other, err := newBuild(t.Context(), "../../controlplane")
	if err != nil {
		t.Fatal(err)
	}
	if other.key == real.key {
		t.Error("another platform has the same key")
	}
}

// TestNamesAreThePinnedTools: what is compiled is what is waited for.
func TestNamesAreThePinnedTools(t *testing.T) {
	t.Parallel()
	b := build{dir: "../../controlplane"}
	output, err := b.output(t.Context(), "list", "-f", "{{.ImportPath}}", "tool")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, path := range strings.Split(output, "\n") {
		if path == "go.etcd.io/etcd/server/v3" {
			path = "etcd"
		}
		got = append(got, filepath.Base(path))
	}
	slices.Sort(got)
	if diff := cmp.Diff(names(), got); diff != "" {
		t.Errorf("programs (-want +got):\n%s", diff)
	}
}
