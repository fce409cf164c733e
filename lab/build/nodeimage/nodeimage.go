// Package nodeimage builds the image that kind's nodes are made of, from
// source: Kubernetes and what belongs to it from the Go modules pinned in
// scripts/controlplane, the rest from Debian's packages and kind's module. It
// is for machines that reach mirrors of these, and no container registry.
//
// A build has four parts, and each leaves something in the cache that the next
// build need not make again: the compiled programs, the root file system, the
// store of containerd with the images that kubeadm wants, and in Docker the
// image. What is in the cache is whole: it is renamed into place at the end.
package nodeimage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"example.com/metrics-lab/lab/build/inventory"
	"example.com/metrics-lab/lab/build/programs"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/state"
)

// cacheSpace is what a build needs below the cache folder, beside the programs.
const cacheSpace = 3 << 30

// Options say what a node image is built from.
type Options struct {
	// Root is the repository's top folder.
	Root string
	// Mirror is a mirror of Debian; empty means debootstrap's default.
	Mirror string
}

// Ensure returns the name of this checkout's node image, and builds it first
// where Docker does not have it. Only building needs root. Cold, it takes
// minutes; interrupted, the next call goes on with the part that was not done.
func Ensure(ctx context.Context, options Options, show *console.Console) (name string, err error) {
	id, err := identify(ctx, options.Root)
	if err != nil {
		return "", err
	}
	there, err := exists(ctx, id.name())
	if there {
		return id.name(), nil
	}
	if err := thisMachine().missing(err); err != nil {
		return "", err
	}
	unlock, err := state.Lock(ctx, "node-image", func() {
		show.Say("another command builds a node image: waiting for it")
	})
	if err != nil {
		return "", err
	}
	defer unlock()
	if there, err := exists(ctx, id.name()); err != nil || there { // built by the command that we waited for
		return id.name(), err
	}
	return id.name(), run(ctx, id, options, show)
}

// build is one build of a node image. The lock is held.
type build struct {
	identity
	options Options
	show    *console.Console
	cache   string // folder of what is kept
	work    string // folder of what is not

	set        programs.Set
	kindFiles  string // folder
	kindModule inventory.Module
	root       *tree
}

func run(ctx context.Context, id identity, options Options, show *console.Console) error {
	runtime.LockOSThread() // the programs that are started here end with the thread that started them: see isolate
	defer runtime.UnlockOSThread()
	cache, err := state.Cache("node-image")
	if err != nil {
		return err
	}
	b := &build{identity: id, options: options, show: show, cache: cache}
	if err := b.clear(); err != nil { // what a killed build left
		return err
	}
	defer func() { _ = b.clear() }() // what cannot be removed now, the next build removes
	if err := state.NeedSpace(cache, cacheSpace); err != nil {
		return err
	}
	if b.work, err = os.MkdirTemp(cache, "work-"); err != nil {
		return fmt.Errorf("make a folder to build in: %w", err)
	}
	defer func() {
		if b.root != nil {
			b.root.close()
		}
	}()
	for _, part := range []func(context.Context) error{b.programs, b.rootFiles, b.imageStore, b.nodeImage} {
		if err := part(ctx); err != nil {
			show.Interrupt()
			return err
		}
	}
	return b.prune()
}

// prune removes what earlier builds, from other sources, have left in the
// cache.
func (b *build) prune() error {
	for _, pattern := range []string{"root-*.tar", "images-*.tar"} {
		files, err := filepath.Glob(b.inCache(pattern))
		if err != nil {
			return fmt.Errorf("find old parts of node images: %w", err)
		}
		for _, file := range files {
			if file == b.inCache(b.rootArchive()) || file == b.inCache(b.storeArchive()) {
				continue
			}
			if err := os.Remove(file); err != nil {
				return fmt.Errorf("remove an old part of a node image: %w", err)
			}
		}
	}
	return nil
}

// clear removes what a build works with, its own or that of one that was
// killed. Mounts and processes have gone with the build: see isolate.
func (b *build) clear() error {
	left, err := filepath.Glob(filepath.Join(b.cache, "work-*"))
	if err != nil {
		return fmt.Errorf("find unfinished node images: %w", err)
	}
	for _, folder := range left {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("remove an unfinished node image: %w", err)
		}
	}
	return nil
}

func (b *build) programs(ctx context.Context) error {
	done := b.show.Step("programs")
	set, err := programs.Ensure(ctx, b.options.Root, programs.Node(), b.show.NewBuild("the control plane"))
	if err != nil {
		return err
	}
	b.set = set
	if b.kindFiles, b.kindModule, err = findKind(ctx, b.options.Root); err != nil {
		return err
	}
	done("%d, Kubernetes %s, in %s", len(programs.Node().Paths), set.Kubernetes, set.Dir)
	return nil
}

func (b *build) inCache(name string) string { return filepath.Join(b.cache, name) }

// cached makes a file of the cache, unless it is there.
func (b *build) cached(name string, makeIt func(file string) error) error {
	if _, err := os.Stat(b.inCache(name)); err == nil {
		return nil
	}
	unfinished := filepath.Join(b.work, name)
	if err := makeIt(unfinished); err != nil {
		return err
	}
	if err := os.Rename(unfinished, b.inCache(name)); err != nil {
		return fmt.Errorf("put %s in place: %w", name, err)
	}
	return nil
}
