// Package guard cleans up after a program, whatever ends it: a panic in a test,
// the timeout of `go test`, SIGINT, SIGKILL.
//
// A guard is the program itself, started a second time with a variable in its
// environment that its main function looks at first. It waits until its standard
// input ends, which the kernel closes when whoever has started it has ended.
package guard

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
)

// Guard is a guard, as seen by whoever has started it.
type Guard struct {
	command *exec.Cmd
	alive   io.WriteCloser
	log     *os.File
}

// Start starts a guard with an environment, and with the log, which it may have
// locked, as its output.
func Start(log *os.File, env []string) (g *Guard, err error) {
	g = &Guard{command: exec.Command(os.Args[0]), log: log} //nolint:noctx // it outlives us
	g.command.Env = env
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

// Send tells the guard something, for Wait to return.
func (g *Guard) Send(text string) error {
	if _, err := io.WriteString(g.alive, text); err != nil {
		return fmt.Errorf("tell the lab's guard: %w", err)
	}
	return nil
}

// End has the guard clean up, and waits until it has.
func (g *Guard) End() error {
	if err := g.alive.Close(); err != nil {
		return fmt.Errorf("tell the lab's guard: %w", err)
	}
	if err := g.command.Wait(); err != nil {
		return fmt.Errorf("remove the lab: %w (see %s)", err, g.log.Name())
	}
	return nil
}

// Wait is called in the guard. It returns when whoever has started it has ended,
// with all that was sent to it.
func Wait() (received string) {
	data, _ := io.ReadAll(os.Stdin) // what came before an error counts
	return string(data)
}
