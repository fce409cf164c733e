package workshop

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/lab"
	"example.com/metrics-lab/scripts/lab/state"
	"example.com/metrics-lab/workshop/shell"
)

const (
	// guardVariable makes the test program the guard of the folder it names.
	guardVariable = "METRICS_LAB_WORKSHOP_GUARD"
	guardTimeout  = 3 * time.Minute
)

// guard is a process that removes everything when this one has ended, whatever
// ended it: a panic, the timeout of `go test`, SIGINT, SIGKILL. It notices by its
// standard input, which the kernel closes for us. There is no other way in which
// the lab of the lessons is removed, so this one is always tried.
type guard struct {
	command *exec.Cmd
	alive   io.WriteCloser
	log     *os.File
}

// startGuard starts the guard of the folder dir, with the environment of the
// lessons, so that their lab is what it removes.
func startGuard(dir string, env []string) (g *guard, err error) {
	g = &guard{command: exec.Command(os.Args[0])}
	if g.log, err = os.CreateTemp("", "workshop-*.log"); err != nil {
		return nil, fmt.Errorf("start the guard of the lab: %w", err)
	}
	g.command.Env = append(env, guardVariable+"="+dir)
	g.command.Stdout, g.command.Stderr = g.log, g.log
	g.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // Ctrl-C is not for it
	if g.alive, err = g.command.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start the guard of the lab: %w", err)
	}
	if err := g.command.Start(); err != nil {
		return nil, fmt.Errorf("start the guard of the lab: %w", err)
	}
	return g, nil
}

// watch has the guard end the commands of a shell.
func (g *guard) watch(s *shell.Shell) error {
	if _, err := fmt.Fprintln(g.alive, s.Session()); err != nil {
		return fmt.Errorf("tell the guard of the lab: %w", err)
	}
	return nil
}

// end waits until the guard has removed everything.
func (g *guard) end() error {
	err := errors.Join(g.alive.Close(), g.command.Wait(), g.log.Close())
	if err != nil {
		return fmt.Errorf("remove the lab of the lessons: %w (see %s)", err, g.log.Name())
	}
	return os.Remove(g.log.Name())
}

// guardLab is the guard's side. It returns the exit code.
func guardLab(dir string) int {
	var sessions []int
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); { // until the tests have ended
		var session int
		if _, err := fmt.Sscan(lines.Text(), &session); err == nil {
			sessions = append(sessions, session)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), guardTimeout)
	defer cancel()
	if err := removeAll(ctx, dir, sessions); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	return 0
}

func removeAll(ctx context.Context, dir string, sessions []int) error {
	if home, err := os.UserHomeDir(); err != nil || !strings.HasPrefix(home, dir) {
		return fmt.Errorf("the home folder %s is not below %s: %w", home, dir, err)
	}
	for _, session := range sessions {
		if err := shell.End(ctx, session); err != nil {
			return err
		}
	}
	labs, err := state.All()
	if err != nil {
		return err
	}
	for _, l := range labs {
		if _, err := lab.Down(ctx, l.Name, console.New(os.Stderr)); err != nil {
			return err
		}
	}
	return os.RemoveAll(dir)
}
