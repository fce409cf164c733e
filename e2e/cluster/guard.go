package cluster

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/lab"
	"example.com/metrics-lab/scripts/lab/state"
)

const (
	// guardVariable makes the test program the guard of the lab it names.
	guardVariable = "METRICS_LAB_E2E_GUARD"
	guardTimeout  = 2 * time.Minute
)

// guard is a process that removes the lab when this one has ended, whatever
// ended it: a panic in a test, the timeout of `go test`, SIGINT, SIGKILL. It
// notices by its standard input, which the kernel closes for us. There is no
// other way in which a lab is removed, so this one is always tried.
type guard struct {
	command *exec.Cmd
	alive   io.Closer
	log     string
}

// Guard has to be the first thing that TestMain calls. In the guard process,
// which is the test program itself, it does the guard's work and exits.
func Guard() {
	if name, guarding := os.LookupEnv(guardVariable); guarding {
		os.Exit(guardLab(name))
	}
}

func startGuard(name string) (*guard, error) {
	dir, err := state.Cache("e2e")
	if err != nil {
		return nil, err
	}
	g := &guard{command: exec.Command(os.Args[0]), log: filepath.Join(dir, name+".log")} //nolint:noctx // it outlives us
	log, err := os.Create(g.log)
	if err != nil {
		return nil, fmt.Errorf("open the log of the lab's guard: %w", err)
	}
	defer func() { _ = log.Close() }()
	g.command.Env = append(os.Environ(), guardVariable+"="+name)
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

// end has the guard remove the lab and waits until it has.
func (g *guard) end() error {
	if err := g.alive.Close(); err != nil {
		return fmt.Errorf("tell the lab's guard: %w", err)
	}
	if err := g.command.Wait(); err != nil {
		return fmt.Errorf("remove the lab: %w (see %s)", err, g.log)
	}
	return nil
}

// guardLab is the guard's side. It returns the exit code.
func guardLab(name string) int {
	_, _ = io.Copy(io.Discard, os.Stdin) // until the tests have ended
	ctx, cancel := context.WithTimeout(context.Background(), guardTimeout)
	defer cancel()
	if _, err := lab.Down(ctx, name, console.New(os.Stderr)); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	if dir, err := state.Cache("e2e"); err == nil {
		_ = os.Remove(filepath.Join(dir, name+".log"))
	}
	return 0
}
