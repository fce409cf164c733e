// Command supervise runs a program in a pod during live development, and runs it
// again when its file has changed. It is what lets a new adapter run without a
// new image, and without the kubelet, which waits ever longer before it starts a
// container that crashes.
//
//	supervise FILE COMMAND [ARGUMENT...]
//
// When FILE is replaced, COMMAND is killed and started anew. When COMMAND ends by
// itself, that is logged, and it is started again a second later, or at once when
// FILE has been replaced. SIGTERM and SIGINT are handed to COMMAND; then it is
// not started again.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

const (
	// look is how often FILE is looked at.
	look = 20 * time.Millisecond
	// pause is how long COMMAND is left alone after it has ended by itself.
	pause = time.Second
	// grace is how long COMMAND may take to end after SIGTERM.
	grace = 5 * time.Second
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: supervise FILE COMMAND [ARGUMENT...]")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	supervise(ctx, os.Args[1], os.Args[2:], func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "supervise: "+format+"\n", args...)
	})
}

// supervise returns when ctx has ended and the command with it.
func supervise(ctx context.Context, file string, command []string, say func(format string, args ...any)) {
	for ctx.Err() == nil {
		seen := version(file)
		if err := run(ctx, file, seen, command); err == nil {
			say("%s is new: started again", file)
			continue
		} else if ctx.Err() == nil {
			say("the program ended: %v; a new one is tried at once, this one again in %s", err, pause)
		}
		changed(ctx, file, seen, pause)
	}
}

// run returns nil when the file has changed, and an error when the command has
// ended by itself or with ctx. It runs no longer then.
func run(ctx context.Context, file, seen string, command []string) error {
	cmd := exec.Command(command[0], command[1:]...) //nolint:noctx // it ends in stop
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with what it starts: a debugger has the program as a child
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	watching, cancel := context.WithCancel(ctx)
	defer cancel()
	fresh := make(chan bool, 1)
	go func() { fresh <- changed(watching, file, seen, 0) }()
	select {
	case err := <-ended:
		return fmt.Errorf("%w", orExited(err))
	case <-fresh:
	}
	if ctx.Err() == nil {
		kill(cmd, syscall.SIGKILL) // it keeps nothing: there is nothing to wait for
		<-ended                    //nolint:errcheck // it was killed
		return nil
	}
	kill(cmd, syscall.SIGTERM)
	select {
	case <-ended: //nolint:errcheck // it was told to end
	case <-time.After(grace):
		kill(cmd, syscall.SIGKILL)
	}
	return ctx.Err()
}

// orExited makes an end with status 0 an error too: the adapter is to run on.
func orExited(err error) error {
	if err == nil {
		return fmt.Errorf("exit status 0")
	}
	return err
}

// changed returns true when the file is another one than seen, and false when ctx
// or the time has ended before; 0 is no limit.
func changed(ctx context.Context, file, seen string, limit time.Duration) bool {
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for {
		if now := version(file); now != seen && now != "" {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
	}
}

// version differs for the programs that were at file; it is empty for none. It is
// polled: what changes on the machine is not always notified in a container.
func version(file string) string {
	info, err := os.Stat(file)
	if err != nil {
		return ""
	}
	number := uint64(0)
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		number = stat.Ino
	}
	return fmt.Sprint(number, info.Size(), info.ModTime().UnixNano())
}

func kill(cmd *exec.Cmd, signal syscall.Signal) {
	_ = syscall.Kill(-cmd.Process.Pid, signal) // it may have ended
}
