package process

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// Start runs a program in the background, in a session of its own, so that it
// outlives the caller and its terminal. Output is appended to logFile, which
// is made readable by its owner only. The program must lie below the lab's
// folder, or Below will not find it. ended is closed when it has ended while the
// caller lives. (Not finding it with Below does not mean that: the kernel gives a
// program its command line a moment after it has started.)
func Start(logFile, program string, args ...string) (ended <-chan struct{}, err error) {
	log, err := os.OpenFile(logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", program, err)
	}
	defer func() { _ = log.Close() }()

	cmd := exec.Command(program, args...) //nolint:noctx // it outlives the caller
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	gone := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(gone)
	}()
	return gone, nil
}
