package process

import (
	"os/exec"
	"syscall"
	"time"
)

// interruptDelay is how long a command may take to end after SIGINT.
const interruptDelay = 10 * time.Second

// Interruptible has a command that was made with a context interrupted when the
// context ends, and not killed, so that it ends what it has started.
func Interruptible(cmd *exec.Cmd) *exec.Cmd {
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = interruptDelay
	return cmd
}
