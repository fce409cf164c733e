package programs

import (
	"context"
	"errors"
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

func (s *seen) Waiting()                      {}
func (s *seen) Download(_ string, number int) { s.downloads = number }
func (s *seen) Compile(packages, ofPackages, linked, ofPrograms int) {
	s.packages, s.ofPackages, s.linked, s.ofPrograms = packages, ofPackages, linked, ofPrograms
}

// module makes a Go module with one program, in the place of the control
// plane. The program is etcd, which the go command calls server.
func module(t *testing.T, program string) build {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string]string{
		"go.mod":  "module " + etcdPath + "\n\ngo 1.26.0\n",
		"main.go": program,
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
	return build{dir: dir, key: "v1-test", list: List{Name: "test", Paths: []string{etcdPath}}}
}

func (b build) compileInto(ctx context.Context, dir string, progress Progress) error {
	return into(dir, func(folder string) error { return b.compile(ctx, folder, progress) })
}

const works = "package main\n\nimport \"" + etcdPath + "/library\"\n\nfunc main() { println(library.Thing) }\n"

func TestCompile(t *testing.T) {
	t.Parallel()
	into := filepath.Join(t.TempDir(), "done")
	var progress seen
	if err := module(t, works).compileInto(t.Context(), into, &progress); err != nil {
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
	err := module(t, "package main\n\nfunc main() { undefined() }\n").compileInto(t.Context(), into, &seen{})
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
	if err := module(t, works).compileInto(ctx, into, &seen{}); err == nil || ctx.Err() == nil {
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
	if err := module(t, works).compileInto(t.Context(), into, &seen{}); err != nil {
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
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	find := func(list List) (build, Set) {
		t.Helper()
		b, set, err := find(t.Context(), "../../..", list)
		if err != nil {
			t.Fatal(err)
		}
		return b, set
	}
	real, set := find(Embedded())
	if again, _ := find(Embedded()); real.key != again.key {
		t.Errorf("two keys of the same: %s, %s", real.key, again.key)
	}
	if !strings.HasPrefix(real.key, real.kubernetes+"-embedded-") {
		t.Errorf("the key %s does not begin with the version %s and the name", real.key, real.kubernetes)
	}
	if node, other := find(Node()); node.key == real.key || other.Source == set.Source {
		t.Error("another list has the same key or source")
	}
	t.Setenv("GOAMD64", "v3")
	t.Setenv("GOARM64", "v9.0")
	other, otherSet := find(Embedded())
	if other.key == real.key {
		t.Error("programs for another processor have the same key")
	}
	if otherSet.Source != set.Source {
		t.Error("programs for another processor have another source")
	}
}

// TestPlace: what comes from elsewhere is found as if it was compiled here, and
// is there whole or not at all.
func TestPlace(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	place := func(failure error) error {
		return Place(t.Context(), "../../..", Embedded(), func() {}, func(folder string) error {
			if err := os.WriteFile(filepath.Join(folder, "etcd"), nil, 0o700); err != nil {
				t.Error(err)
			}
			return failure
		})
	}
	set, err := Find(t.Context(), "../../..", Embedded())
	if err != nil {
		t.Fatal(err)
	}
	if err := place(os.ErrClosed); !errors.Is(err, os.ErrClosed) || set.Complete() {
		t.Errorf("got %v, complete %t, want the failure and nothing in place", err, set.Complete())
	}
	noneUnfinished(t, filepath.Dir(set.Dir))
	if err := place(nil); err != nil || !set.Complete() {
		t.Errorf("got %v, complete %t, want it in place", err, set.Complete())
	}
	if err := place(os.ErrClosed); err != nil {
		t.Errorf("it was filled again: %v", err)
	}
	if again, err := Ensure(t.Context(), "../../..", Embedded(), &seen{}); err != nil || again != set {
		t.Errorf("got %v, %v, want %v", again, err, set)
	}
}

// TestKeyNeedsNoModules: programs that are there are found also where neither
// a module cache nor a proxy is.
func TestKeyNeedsNoModules(t *testing.T) {
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("GOPROXY", "off")
	if _, err := newBuild(t.Context(), "../../../scripts/controlplane", Embedded()); err != nil {
		t.Error(err)
	}
}

// TestListsAreThePinnedTools: what is compiled is what go.mod pins, and nothing
// is pinned that nobody compiles.
func TestListsAreThePinnedTools(t *testing.T) {
	t.Parallel()
	p, err := readPins("../../../scripts/controlplane")
	if err != nil {
		t.Fatal(err)
	}
	var pinned []string
	for _, tool := range p.file.Tool {
		pinned = append(pinned, tool.Path)
	}
	compiled := slices.Concat(Embedded().Paths, Node().Paths)
	slices.Sort(pinned)
	slices.Sort(compiled)
	if diff := cmp.Diff(pinned, slices.Compact(compiled)); diff != "" {
		t.Errorf("programs (-pinned +compiled):\n%s", diff)
	}
}

func TestPrograms(t *testing.T) {
	t.Parallel()
	want := []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl", "kwok", "kwokctl"}
	if diff := cmp.Diff(want, Embedded().Programs()); diff != "" {
		t.Errorf("embedded (-want +got):\n%s", diff)
	}
	want = []string{"containerd", "host-local"}
	list := List{Paths: []string{plugins + "/ipam/host-local", "example.com/containerd/v2"}}
	if diff := cmp.Diff(want, list.Programs()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
