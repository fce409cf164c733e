package adapter

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/state"
)

// latest is what the compiled adapter is called. It is at the same place each
// time: Go sees there that nothing has changed and does not link it again.
const latest = "latest"

// keepFor is how long a compiled adapter that is not the newest is kept, for
// another command that may be about to use it.
const keepFor = time.Hour

// Compile compiles the adapter, static, for an operating system. It returns the
// program, in a folder of its own, and a hash of it. root is the repository's
// top folder; progress may be nil.
func Compile(ctx context.Context, root, goos string, progress gocommand.Progress) (program, hash string, err error) {
	dir, err := folder(root, goos)
	if err != nil {
		return "", "", err
	}
	unlock, err := state.Lock(ctx, "adapter-"+filepath.Base(dir), func() {})
	if err != nil {
		return "", "", err
	}
	defer unlock()
	if err := recordCheckout(dir, root); err != nil {
		return "", "", err
	}
	compiled := filepath.Join(dir, latest)
	target := Target{OS: goos, Progress: progress}
	if err := target.build(ctx, root, "./adapter", compiled, release()...); err != nil {
		return "", "", err
	}
	data, err := os.ReadFile(compiled)
	if err != nil {
		return "", "", fmt.Errorf("read the compiled adapter: %w", err)
	}
	hash = fmt.Sprintf("%.6x", sha256.Sum256(data))
	program = filepath.Join(dir, hash, Name)
	return program, hash, keep(compiled, program)
}

// folder is where the adapters of a checkout are.
func folder(root, goos string) (string, error) {
	return state.Cache("adapter", fmt.Sprintf("%s-%.6x", goos, sha256.Sum256([]byte(root))))
}

// checkoutFile says in such a folder whose it is.
const checkoutFile = "checkout"

// recordCheckout says that a folder is that of a checkout, and removes those whose checkout
// is gone: a temporary one, say.
func recordCheckout(dir, root string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder for the adapter: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, checkoutFile), []byte(root), 0o600); err != nil {
		return fmt.Errorf("note whose the adapter is: %w", err)
	}
	all, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "*", checkoutFile))
	if err != nil {
		return fmt.Errorf("find adapters of other checkouts: %w", err)
	}
	for _, file := range all {
		other, err := os.ReadFile(file)
		if err != nil {
			continue // it has just been removed
		}
		if _, err := os.Stat(string(other)); errors.Is(err, fs.ErrNotExist) {
			_ = os.RemoveAll(filepath.Dir(file)) // if it cannot be now, then next time
		}
	}
	return nil
}

// release are the flags for a program without debug information.
func release() []string { return []string{"-ldflags=-s -w"} }

// build compiles a package of the repository to a file. Without grpc's tracing, by
// which methods are called that the linker cannot know, the linker leaves out what
// nobody calls: a third of the adapter.
func (t Target) build(ctx context.Context, root, pkg, file string, flags ...string) error {
	what := path.Base(pkg)
	if pkg == "./adapter" {
		what = "the adapter"
	}
	return gocommand.Build{
		What: what, Dir: root, Packages: []string{pkg}, Output: file,
		Flags: append([]string{"-tags=grpcnotrace"}, flags...), OS: t.OS, Arch: t.Arch,
	}.Run(ctx, t.Progress)
}

// keep gives the compiled adapter a second name, which the next compilation
// does not change, and removes those that are old.
func keep(compiled, program string) error {
	own := filepath.Dir(program)
	if err := os.MkdirAll(own, 0o755); err != nil {
		return fmt.Errorf("make a folder for the adapter: %w", err)
	}
	if err := os.Link(compiled, program); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("keep the compiled adapter: %w", err)
	}
	others, err := filepath.Glob(filepath.Join(filepath.Dir(own), "*", Name))
	if err != nil {
		return fmt.Errorf("find old adapters: %w", err)
	}
	for _, other := range others {
		info, err := os.Stat(other)
		if err == nil && other != program && time.Since(info.ModTime()) > keepFor {
			_ = os.RemoveAll(filepath.Dir(other)) // if it cannot be now, then next time
		}
	}
	return nil
}
