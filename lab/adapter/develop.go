package adapter

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/state"
)

// Target is what a program is compiled for, and how.
type Target struct {
	// OS and Arch are Go's names.
	OS, Arch string
	// Debug keeps what a debugger needs: its symbols, and this repository's own
	// packages as they were written.
	Debug bool
	// Progress is told how it goes on; nil: nobody is.
	Progress gocommand.Progress
}

// Develop compiles the adapter and puts it at file in one step: whoever looks at
// file sees the old program or the new one. When it does not compile, the old
// one stays. root is the repository's top folder.
func Develop(ctx context.Context, root, file string, target Target) error {
	flags := release()
	if target.Debug {
		flags = []string{"-gcflags=example.com/metrics-lab/...=-N -l"}
	}
	return target.install(ctx, root, file, "./adapter", flags...)
}

// Supervisor compiles the program that restarts the adapter in a pod.
func Supervisor(ctx context.Context, root, file string, target Target) error {
	return target.install(ctx, root, file, "./lab/cluster/kind/supervise", release()...)
}

// Debugger compiles delve, in the version that scripts/debug pins.
func Debugger(ctx context.Context, root, file string, target Target) error {
	return target.install(ctx, root, file, "github.com/go-delve/delve/cmd/dlv", append(release(), "-modfile=scripts/debug/go.mod")...)
}

// install compiles to the cache, where Go sees that nothing has changed, and
// links from there.
func (t Target) install(ctx context.Context, root, file, pkg string, flags ...string) error {
	name := fmt.Sprintf("%s-%s", t.OS, t.Arch)
	if t.Debug {
		name += "-debug"
	}
	dir, err := folder(root, name)
	if err != nil {
		return err
	}
	unlock, err := state.Lock(ctx, "adapter-"+filepath.Base(dir), func() {})
	if err != nil {
		return err
	}
	defer unlock()
	if err := recordCheckout(dir, root); err != nil {
		return err
	}
	compiled := filepath.Join(dir, filepath.Base(file))
	if err := t.build(ctx, root, pkg, compiled, flags...); err != nil {
		return err
	}
	if err := replace(compiled, file); err != nil {
		return fmt.Errorf("put %s in place: %w", filepath.Base(file), err)
	}
	return nil
}

// replace makes file the same as compiled, as a second name of it where that can
// be.
func replace(compiled, file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	fresh := file + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := os.Link(compiled, fresh); err != nil {
		if err := duplicate(compiled, fresh); err != nil { // on another file system
			return err
		}
	}
	defer func() { _ = os.RemoveAll(fresh) }() // it is still there where both names were of one file
	return os.Rename(fresh, file)
}

func duplicate(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o755) //nolint:gosec // it is a program
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if closeErr := target.Close(); err == nil {
		err = closeErr
	}
	return err
}
