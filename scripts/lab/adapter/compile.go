package adapter

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"example.com/metrics-lab/scripts/lab/process"
	"example.com/metrics-lab/scripts/lab/state"
)

// ErrNoModules says that the adapter cannot be compiled because Go cannot get
// at the modules that it needs.
var ErrNoModules = errors.New("its modules cannot be downloaded")

// latest is what the compiled adapter is called. It is at the same place each
// time: Go sees there that nothing has changed and does not link it again.
const latest = "latest"

// keepFor is how long a compiled adapter that is not the newest is kept, for
// another command that may be about to use it.
const keepFor = time.Hour

// Compile compiles the adapter, static, for an operating system. It returns the
// program, in a folder of its own, and a hash of it. root is the repository's
// top folder.
func Compile(ctx context.Context, root, goos string) (program, hash string, err error) {
	dir, err := folder(root, goos)
	if err != nil {
		return "", "", err
	}
	unlock, err := state.Lock(ctx, "adapter-"+filepath.Base(dir), func() {})
	if err != nil {
		return "", "", err
	}
	defer unlock()
	if err := claim(dir, root); err != nil {
		return "", "", err
	}
	compiled := filepath.Join(dir, latest)
	if err := build(ctx, root, "./adapter", compiled, []string{"GOOS=" + goos}, release()...); err != nil {
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

// Compiled says whether the adapter was compiled from this checkout before:
// the first time takes minutes.
func Compiled(root, goos string) bool {
	dir, err := folder(root, goos)
	if err != nil {
		return false
	}
	_, err = os.Stat(filepath.Join(dir, latest))
	return err == nil
}

// folder is where the adapters of a checkout are.
func folder(root, goos string) (string, error) {
	return state.Cache("adapter", fmt.Sprintf("%s-%.6x", goos, sha256.Sum256([]byte(root))))
}

// checkoutFile says in such a folder whose it is.
const checkoutFile = "checkout"

// claim says that a folder is that of a checkout, and removes those whose checkout
// is gone: a temporary one, say.
func claim(dir, root string) error {
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

// build compiles a package of the repository to a file. The compiler and the
// linker collect no garbage below a gigabyte: they need a seventh less time.
// Without grpc's tracing, by which methods are called that the linker cannot
// know, it leaves out what nobody calls: a third of the adapter.
func build(ctx context.Context, root, pkg, file string, env []string, flags ...string) error {
	// An interrupted go command leaves what it works with behind.
	work := file + ".work"
	if err := state.Empty(work); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-tags=grpcnotrace", "-o", file}, flags...)
	cmd := process.Interruptible(exec.CommandContext(ctx, "go", append(args, pkg)...))
	cmd.Dir = root
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0", "GOTMPDIR="+work, "GOGC=off", "GOMEMLIMIT=1GiB"), env...)
	output, err := cmd.CombinedOutput()
	said, what := strings.TrimSpace(string(output)), pkg
	if pkg == "./adapter" {
		what = "the adapter"
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("compile %s: %w", what, context.Cause(ctx))
	case noModules(said):
		line, _, _ := strings.Cut(said, "\n")
		return fmt.Errorf("compile %s: %w: %s", what, ErrNoModules, line)
	default:
		return fmt.Errorf("compile %s: %w\n%s", what, err, said)
	}
}

// noModules knows what the go command says without a network.
func noModules(said string) bool {
	for _, sign := range []string{"GOPROXY=off", "GOPROXY list is", "dial tcp", "no such host"} {
		if strings.Contains(said, sign) {
			return true
		}
	}
	return false
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
