// Package programs compiles the programs that clusters are made of from the Go
// modules pinned in scripts/controlplane, once, into the user's cache folder.
//
// There is a List for each kind of cluster. Their folders are separate, so that
// nobody waits for programs that they do not use; what they share comes from
// Go's build cache.
package programs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/state"
)

const (
	// resultSpace is the size of the compiled programs and of what is written
	// next to them while they are compiled; workSpace that of Go's build cache.
	resultSpace = 1 << 30
	workSpace   = 3 << 30
)

// Set is a folder with the compiled programs.
type Set struct {
	// Dir holds them.
	Dir string
	// Kubernetes is the version of the Kubernetes programs: "v1.37.2".
	Kubernetes string
	// Source is a hash of what they are compiled from. Unlike the folder's
	// name it does not depend on the compiler.
	Source string
}

// Path returns the path of a program: "etcd", "kube-apiserver", ...
func (s Set) Path(name string) string { return filepath.Join(s.Dir, name) }

// Progress is told how a build goes on. Its methods are called by one goroutine.
type Progress interface {
	gocommand.Progress
	// Waiting says that another command compiles the same programs.
	Waiting()
}

// Ensure returns the programs of a list, and compiles them first where the
// cache does not have them. root is the repository's top folder. Cold, that takes
// minutes; interrupted, what was compiled so far is in Go's build cache, and
// the next call goes on from there. When several call it at once, one compiles
// and the others wait.
func Ensure(ctx context.Context, root string, list List, progress Progress) (Set, error) {
	build, set, err := find(ctx, root, list)
	if err != nil {
		return Set{}, err
	}
	if set.Complete() {
		return set, nil
	}
	return set, build.place(ctx, set, progress.Waiting, func(folder string) error {
		if err := build.needSpace(ctx, set.Dir); err != nil {
			return err
		}
		return build.compile(ctx, folder, progress)
	})
}

// Place puts programs in place that were compiled elsewhere, unless they are
// there: fill is given the folder to put them into, and what it has put there
// counts only when it succeeds. waiting is called when another command is at
// it.
func Place(ctx context.Context, root string, list List, waiting func(), fill func(folder string) error) error {
	build, set, err := find(ctx, root, list)
	if err != nil || set.Complete() {
		return err
	}
	return build.place(ctx, set, waiting, fill)
}

// Find returns where the programs of a list are, or would be, without
// compiling them.
func Find(ctx context.Context, root string, list List) (Set, error) {
	_, set, err := find(ctx, root, list)
	return set, err
}

func find(ctx context.Context, root string, list List) (build, Set, error) {
	b, err := newBuild(ctx, filepath.Join(root, "scripts", "controlplane"), list)
	if err != nil {
		return b, Set{}, err
	}
	cache, err := state.Cache("programs")
	if err != nil {
		return b, Set{}, err
	}
	return b, Set{Dir: filepath.Join(cache, b.key), Kubernetes: b.kubernetes, Source: b.source}, nil
}

// Complete says whether the programs are there: their folder is renamed into
// place when all are in it.
func (s Set) Complete() bool {
	_, err := os.Stat(s.Dir)
	return err == nil
}

// place has a folder beside the set's filled and renames it when all is there,
// unless another command has done so meanwhile.
func (b build) place(ctx context.Context, set Set, waiting func(), fill func(folder string) error) error {
	unlock, err := state.Lock(ctx, "programs-"+b.key, waiting)
	if err != nil {
		return err
	}
	defer unlock()
	if set.Complete() {
		return nil
	}
	return into(set.Dir, fill)
}

// into fills a folder beside dir and renames it when all is there. What killed
// builds left is taken away first; their compilers may still run, so each build
// has a folder of its own.
func into(dir string, fill func(folder string) error) error {
	const unfinished = ".unfinished-"
	left, err := filepath.Glob(dir + unfinished + "*")
	if err != nil {
		return fmt.Errorf("find unfinished builds: %w", err)
	}
	for _, folder := range left {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("remove an unfinished build: %w", err)
		}
	}
	folder, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+unfinished)
	if err != nil {
		return fmt.Errorf("make a folder for the compiled programs: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := fill(folder); err != nil {
		return err
	}
	if err := os.Rename(folder, dir); err != nil {
		return fmt.Errorf("put the compiled programs in place: %w", err)
	}
	return nil
}

func (b build) needSpace(ctx context.Context, dir string) error {
	if err := state.NeedSpace(dir, resultSpace); err != nil {
		return err
	}
	goCache, err := gocommand.Output(ctx, "find the build cache of Go", b.dir, "env", "GOCACHE")
	if err != nil {
		return err
	}
	return state.NeedSpace(goCache, workSpace)
}
