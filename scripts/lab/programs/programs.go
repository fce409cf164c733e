// Package programs compiles the programs that clusters are made of from the Go
// modules pinned in scripts/controlplane, once, into the user's cache folder.
package programs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"example.com/metrics-lab/scripts/lab/state"
)

// names are the programs of a Set.
func names() []string {
	return []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl", "kwok", "kwokctl"}
}

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
}

// Path returns the path of a program: "etcd", "kube-apiserver", ...
func (s Set) Path(name string) string { return filepath.Join(s.Dir, name) }

// Progress is told how a build goes on. Its methods are called from one
// goroutine.
type Progress interface {
	// Waiting says that another command compiles the same programs.
	Waiting()
	// Download says which module is being downloaded.
	Download(module string)
	// Compile says how many packages have been compiled of those that need to
	// be, and how many programs have been linked of all.
	Compile(packages, ofPackages, linked, ofPrograms int)
}

// Ensure returns the programs, and compiles them first where the cache does
// not have them. root is the repository's top folder. Cold, that takes
// minutes; interrupted, what was compiled so far is in Go's build cache, and
// the next call goes on from there. When several call it at once, one compiles
// and the others wait.
func Ensure(ctx context.Context, root string, progress Progress) (Set, error) {
	build, err := newBuild(ctx, filepath.Join(root, "scripts", "controlplane"))
	if err != nil {
		return Set{}, err
	}
	cache, err := state.Cache("programs")
	if err != nil {
		return Set{}, err
	}
	set := Set{Dir: filepath.Join(cache, build.key), Kubernetes: build.kubernetes}
	if set.complete() {
		return set, nil
	}
	unlock, err := state.Lock(ctx, "programs-"+build.key, progress.Waiting)
	if err != nil {
		return Set{}, err
	}
	defer unlock()
	if set.complete() { // by the command that we waited for
		return set, nil
	}
	return set, build.into(ctx, set.Dir, progress)
}

// complete says whether the folder is there: it is renamed into place when all
// programs are in it.
func (s Set) complete() bool {
	_, err := os.Stat(s.Dir)
	return err == nil
}

// into compiles to a folder beside dir and renames it when all is there. What
// killed builds left is taken away first; their compilers may still run, so
// each build has a folder of its own.
func (b build) into(ctx context.Context, dir string, progress Progress) error {
	if err := b.needSpace(ctx, dir); err != nil {
		return err
	}
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
	if err := b.compile(ctx, folder, progress); err != nil {
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
	goCache, err := b.output(ctx, "env", "GOCACHE")
	if err != nil {
		return err
	}
	return state.NeedSpace(goCache, workSpace)
}
