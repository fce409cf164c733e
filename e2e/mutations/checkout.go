package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"example.com/metrics-lab/lab/host/checkout"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/journal"
)

const (
	// grace is how long the tests may take to end after an interrupt.
	grace = time.Minute
	// others is how long it goes on when a test has failed, for others to fail too.
	others = 10 * time.Second
	// failure is how a test program says that a test has failed, and failures how the end-to-end tests say, each five
	// seconds, that some have: those that run side by side are named when all of them have ended.
	failure, failures = "--- FAIL: ", ", FAILED: "
)

// copied is a copy of the repository, with what is not committed yet.
type copied struct {
	dir string
}

func newCopy(ctx context.Context) (*copied, error) {
	dir, err := os.MkdirTemp("", "mutations-")
	if err != nil {
		return nil, err
	}
	c := &copied{dir: dir}
	if err := checkout.Copy(ctx, dir); err != nil {
		return nil, errors.Join(err, c.remove())
	}
	return c, nil
}

func (c *copied) remove() error { return os.RemoveAll(c.dir) }

// try breaks the adapter, runs the tests, and mends it again. It returns the
// tests that failed.
func (c *copied) try(ctx context.Context, m mutation, cluster string) (noticed []string, err error) {
	file := filepath.Join(c.dir, m.file)
	whole, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if strings.Count(string(whole), m.from) != 1 {
		return nil, fmt.Errorf("%q is not there once: the mutation is out of date", m.from)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(whole), m.from, m.to, 1)), 0o600); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.WriteFile(file, whole, 0o600)) }()
	// Several packages at once are compiled, and not linked.
	if output, err := c.command(ctx, ".", "go", "build", "./adapter/...").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the mutation does not compile: %s", output)
	}
	tests := filepath.Join(c.dir, "bin", "e2e.test")
	if output, err := c.command(ctx, ".", "go", "test", "-c", "-o", tests, "./e2e").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the tests do not compile: %s", output)
	}
	artifacts := filepath.Join(c.dir, "bin", "artifacts", strings.ReplaceAll(m.what, " ", "-"))
	output, err := c.untilNoticed(ctx, "e2e", tests, "-test.timeout=10m", "-test.failfast", "-cluster="+cluster, "-artifacts="+artifacts)
	if err == nil {
		return nil, nil
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if noticed = failed(output); len(noticed) > 0 {
		return noticed, nil
	}
	if noticed, err = failedBefore(ctx, artifacts); err == nil && len(noticed) == 0 {
		noticed = []string{"the lab could not be made: " + firstError(output)}
	}
	return noticed, err
}

// untilNoticed runs the command and returns its output. It is interrupted some
// time after a test has failed: features that wait for what never comes would do
// so for minutes.
func (c *copied) untilNoticed(ctx context.Context, dir, program string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := c.command(ctx, dir, program, args...)
	var output bytes.Buffer
	from, to := io.Pipe()
	cmd.Stdout, cmd.Stderr = to, to
	read := make(chan error, 1)
	go func() {
		lines := bufio.NewScanner(io.TeeReader(from, &output))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if strings.Contains(lines.Text(), failure) || strings.Contains(lines.Text(), failures) {
				time.AfterFunc(others, cancel)
			}
		}
		read <- errors.Join(lines.Err(), from.CloseWithError(lines.Err()))
	}()
	err := errors.Join(cmd.Run(), to.Close())
	return output.Bytes(), errors.Join(err, <-read)
}

// command is a command in a folder of the copy. All of its processes are interrupted when ctx
// ends; the lab of an interrupted test is removed by its guard.
func (c *copied) command(ctx context.Context, dir, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = filepath.Join(c.dir, dir)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false -trimpath -tags=grpcnotrace") // as the lab compiles it
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = grace
	return cmd
}

// failed returns the tests in the output of a test program that failed and have no
// part that did.
func failed(output []byte) []string {
	var names []string
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		if name, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), failure); ok {
			names = append(names, strings.Fields(name)[0])
		}
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return slices.ContainsFunc(names, func(other string) bool { return strings.HasPrefix(other, name+"/") })
	})
}

// failedBefore returns the tests that had failed when they were interrupted, which their journal knows. It waits until the
// guard of the tests has collected that, with all else.
func failedBefore(ctx context.Context, folder string) ([]string, error) {
	err := wait.For(ctx, "the artifacts to be collected", grace, time.Second, func(context.Context) (bool, string, error) {
		_, err := os.Stat(filepath.Join(folder, "README.md"))
		return err == nil, "", nil
	})
	if err != nil {
		return nil, err
	}
	names, _, err := journal.Unfinished(filepath.Join(folder, "history.log"))
	return names, err
}

func firstError(output []byte) string {
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		if what, ok := strings.CutPrefix(lines.Text(), "error: "); ok {
			return what
		}
	}
	return "see the output of go test ./e2e"
}
