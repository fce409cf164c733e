package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"example.com/metrics-lab/e2e/artifacts"
	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/lab"
)

const (
	// guardVariable makes the test program the guard of the lab it names, and
	// artifactsVariable says where the artifacts go.
	guardVariable     = "METRICS_LAB_E2E_GUARD"
	artifactsVariable = "METRICS_LAB_E2E_ARTIFACTS"
	guardTimeout      = 3 * time.Minute
	// passed is what a guard is told when there is nothing to explain.
	passed = "passed"
)

// guard is a process that removes the lab when this one has ended, whatever
// ended it: a panic in a test, the timeout of `go test`, SIGINT, SIGKILL. It
// notices by its standard input, which the kernel closes for us. There is no
// other way in which a lab is removed, so this one is always tried. Before that
// it collects the artifacts, unless it was told that all tests have passed.
type guard struct {
	command *exec.Cmd
	alive   io.WriteCloser
	log     *os.File
}

// Guard has to be the first thing that TestMain calls. In the guard process,
// which is the test program itself, it does the guard's work and exits.
func Guard() {
	if name, guarding := os.LookupEnv(guardVariable); guarding {
		os.Exit(guardLab(name, os.Getenv(artifactsVariable)))
	}
}

// startGuard starts the guard of the lab. The log is that of beginLog.
func startGuard(log *os.File, artifacts, name string) (g *guard, err error) {
	g = &guard{command: exec.Command(os.Args[0]), log: log} //nolint:noctx // it outlives us
	g.command.Env = append(os.Environ(), guardVariable+"="+name, artifactsVariable+"="+artifacts)
	g.command.Stdout, g.command.Stderr = log, log
	g.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // Ctrl-C is not for it
	if g.alive, err = g.command.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start the lab's guard: %w", err)
	}
	if err := g.command.Start(); err != nil {
		return nil, fmt.Errorf("start the lab's guard: %w", err)
	}
	return g, nil
}

// end tells the guard how the tests went, and waits until it has removed the
// lab.
func (g *guard) end(well bool) error {
	if well {
		if _, err := io.WriteString(g.alive, passed); err != nil {
			return fmt.Errorf("tell the lab's guard: %w", err)
		}
	}
	if err := g.alive.Close(); err != nil {
		return fmt.Errorf("tell the lab's guard: %w", err)
	}
	if err := g.command.Wait(); err != nil {
		return fmt.Errorf("remove the lab: %w (see %s)", err, g.log.Name())
	}
	return nil
}

// guardLab is the guard's side. It returns the exit code.
func guardLab(name, dir string) int {
	said, _ := io.ReadAll(os.Stdin) // until the tests have ended
	files, err := filesOf(name, dir)
	ctx, cancel := context.WithTimeout(context.Background(), guardTimeout)
	defer cancel()
	if err == nil && string(said) != passed {
		err = artifacts.Collect(ctx, name, files.journal, files.artifacts)
	}
	_, downErr := lab.Down(ctx, name, console.New(os.Stderr))
	if err := errors.Join(err, downErr); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	files.remove()
	return 0
}
