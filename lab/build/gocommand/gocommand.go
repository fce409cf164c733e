// Package gocommand runs the go command for what the lab compiles: in an
// environment of the lab's own, with its progress, and with advice where it fails.
//
// It needs nothing but the standard library, since the lab command itself is
// compiled with it (scripts/compile).
package gocommand

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// flags are the same for all that is compiled, since Go shares compiled packages
// only among builds of the same flags. The Makefile has them, too.
const flags = "-trimpath -buildvcs=false"

// interruptDelay is how long the go command may take to end after SIGINT. It
// removes what it works with, and ends its compilers.
const interruptDelay = 10 * time.Second

// errNoGo says that there is no go command.
var errNoGo = errors.New("this is compiled on this machine, and `go` is not on the PATH: install Go from https://go.dev/dl")

// Command is the go command in a folder, for this machine and without what is set
// for other work: a workspace, another target, cgo, GOPATH mode, flags. It is
// interrupted, not killed, when ctx ends.
func Command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"CGO_ENABLED=0", "GO111MODULE=on", "GOWORK=off", "GOFLAGS="+flags, "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	return interruptible(cmd)
}

// interruptible has a command interrupted when its context ends, and not killed, so
// that it ends what it has started.
func interruptible(cmd *exec.Cmd) *exec.Cmd {
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = interruptDelay
	return cmd
}

// Check returns one line that says what to do if there is no go command.
func Check() error {
	if _, err := exec.LookPath("go"); err != nil {
		return errNoGo
	}
	return nil
}
