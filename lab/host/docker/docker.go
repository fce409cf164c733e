// Package docker runs the docker command. There is no client library between:
// kind's library does the same, and people can type what they see.
package docker

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// endsWithin is how long docker may take to end when it is told to.
const endsWithin = 5 * time.Second

// Run runs docker and returns what it printed, without the spaces around it.
// The error carries what it said on standard error.
func Run(ctx context.Context, args ...string) (string, error) {
	var stdout bytes.Buffer
	err := run(ctx, nil, &stdout, args)
	return strings.TrimSpace(stdout.String()), err
}

// Stream runs docker with the given input and output; either may be nil.
func Stream(ctx context.Context, stdin io.Reader, stdout io.Writer, args ...string) error {
	return run(ctx, stdin, stdout, args)
}

func run(ctx context.Context, stdin io.Reader, stdout io.Writer, args []string) error {
	cmd, stderr := command(ctx, args)
	cmd.Stdin, cmd.Stdout = stdin, stdout
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for us: we end it
	return explain(ctx, args, stderr, cmd.Run())
}

// command is docker with these arguments, told to end when ctx does, and what it writes
// to standard error.
func command(ctx context.Context, args []string) (*exec.Cmd, *bytes.Buffer) {
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "docker", args...)
	cmd.Stderr = &stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = endsWithin
	return cmd, &stderr
}

// explain says why docker has failed: that ctx has ended, or what docker wrote.
func explain(ctx context.Context, args []string, stderr *bytes.Buffer, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("docker %s: %w", args[0], context.Cause(ctx))
	}
	return fmt.Errorf("docker %s: %s", args[0], reason(stderr.String(), err))
}

// reason is the last line that docker wrote which is not about docker's help:
// that line says what went wrong.
func reason(stderr string, err error) string {
	lines := strings.Split(stderr, "\n")
	for _, line := range slices.Backward(lines) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "See 'docker") && !strings.HasPrefix(line, "Run 'docker") {
			return line
		}
	}
	return err.Error()
}
