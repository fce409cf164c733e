package nodeimage

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
)

// command is a program that a build runs, isolated: see isolate.
type command struct {
	root  string // of its file system; empty for that of the host
	stdin io.Reader
	env   []string
}

// output runs the program and returns what it printed.
func (c command) output(ctx context.Context, program string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := c.build(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", failed(ctx, filepath.Base(program), err, stderr.String())
	}
	return strings.TrimSpace(stdout.String()), nil
}

func (c command) build(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	isolate(cmd, c.root)
	cmd.Stdin = c.stdin
	if c.env != nil {
		cmd.Env = append(cmd.Environ(), c.env...)
	}
	return cmd
}

// failed gives a failed program's error with what it said.
func failed(ctx context.Context, program string, err error, said string) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", program, context.Cause(ctx))
	}
	return fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(said))
}
