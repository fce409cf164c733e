// Package shell runs the commands of a lesson as somebody does who types them
// into one terminal, and compares what they print with what the lesson shows.
package shell

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
)

//go:embed driver.bash
var driver string

// Shell is a bash that runs one command after the other. Its session has the
// process id of bash.
type Shell struct {
	cmd      *exec.Cmd
	commands *os.File // to bash
	mark     string
	ended    chan struct{} // closed when bash has ended

	mu      sync.Mutex
	output  []byte        // guarded by mu
	changed chan struct{} // guarded by mu; closed when there is more output, then replaced
}

// Start starts bash in a folder, with an environment and without a terminal. It
// reads no profile.
func Start(dir string, env []string) (*Shell, error) {
	theirs, ours, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start a shell: %w", err)
	}
	output, write, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start a shell: %w", err), theirs.Close(), ours.Close())
	}
	s := &Shell{commands: ours, mark: rand.Text(), ended: make(chan struct{}), changed: make(chan struct{})}
	s.cmd = exec.Command("bash", "--noprofile", "--norc", "-c", driver, "bash", s.mark) //nolint:noctx // Close ends it
	s.cmd.Dir, s.cmd.Env = dir, env
	s.cmd.Stdout, s.cmd.Stderr, s.cmd.ExtraFiles = write, write, []*os.File{theirs}
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	err = errors.Join(s.cmd.Start(), theirs.Close(), write.Close())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start a shell: %w", err), ours.Close(), output.Close())
	}
	go s.read(output)
	go func() {
		_ = s.cmd.Wait() // what it ended with means nothing
		close(s.ended)
	}()
	return s, nil
}

// Session is the id of the session that everything runs in which the commands
// start, but for what leaves it to run on, as the lab's processes do.
func (s *Shell) Session() int { return s.cmd.Process.Pid }

// read collects the output until nobody can write any more.
func (s *Shell) read(output *os.File) {
	defer func() { _ = output.Close() }()
	buffer := make([]byte, 64<<10)
	for {
		n, err := output.Read(buffer)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.output = append(s.output, buffer[:n]...)
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
	}
}

// Close ends bash and everything that runs in its session.
func (s *Shell) Close(ctx context.Context) error {
	_ = s.commands.Close() // it may have been closed
	if err := End(ctx, s.Session()); err != nil {
		return err
	}
	<-s.ended
	return nil
}

func (s *Shell) hasEnded() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}
