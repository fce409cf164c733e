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
	"time"
)

//go:embed driver.bash
var driver string

const (
	// grace is how long what is interrupted or terminated may take to end. The lab
	// command, say, undoes what it has begun.
	grace = 10 * time.Second
	// drainTime is how long the output is read of a shell that has ended, since
	// what it has left running may keep it open.
	drainTime = time.Second
)

// Shell is a bash that runs one command after the other. Its session has the
// process id of bash.
type Shell struct {
	cmd      *exec.Cmd
	commands *os.File // to bash
	mark     string
	ended    chan struct{} // closed when bash has ended
	drained  chan struct{} // closed when nobody can write to the output any more
	grace    time.Duration // of what was interrupted or terminated

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
	s := &Shell{commands: ours, mark: rand.Text(), grace: grace, ended: make(chan struct{}), drained: make(chan struct{}), changed: make(chan struct{})}
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
	defer close(s.drained)
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

// Close has bash exit, and ends everything else that runs in its session.
func (s *Shell) Close(ctx context.Context) error {
	_ = s.commands.Close() // it may have been closed
	select {
	case <-s.ended:
	case <-ctx.Done():
	case <-time.After(s.grace):
	}
	return s.kill(ctx)
}

// kill ends everything, also bash while it runs a command.
func (s *Shell) kill(ctx context.Context) error {
	_ = s.commands.Close()
	if err := end(ctx, s.Session(), s.grace); err != nil {
		return err
	}
	<-s.ended
	return nil
}

// rest is the output when bash has ended.
func (s *Shell) rest() Result {
	select {
	case <-s.drained:
	case <-time.After(drainTime):
	}
	now, _ := s.look()
	return now.Result
}

func (s *Shell) hasEnded() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}
