package process

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Succeeded is how a program has ended that says that all went well.
const Succeeded = "exit status 0"

const (
	// keeperName is what keepers are called.
	keeperName = "keeper"
	// started is what a keeper says when its program runs.
	started = "started\n"
	// statusFile is the file descriptor by which a keeper reports to its caller how the program ended.
	statusFile = 3
	// lookAgain is how often a keeper looks for what has ended, besides being childEnded.
	lookAgain = 5 * time.Second
)

// Keep is what a program calls first that calls Start. Where it is called as a keeper,
// Keep does a keeper's work and exits: it starts the program, waits until that one and
// all that it has left behind have ended, and notes how each did. Only a parent is
// childEnded that by the system.
func Keep() {
	if len(os.Args) < 3 || filepath.Base(os.Args[0]) != keeperName {
		return
	}
	syscall.CloseOnExec(statusFile)
	if err := keep(os.Args[1], os.Args[2], os.Args[3:], os.NewFile(statusFile, "caller")); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func keep(folder, program string, args []string, caller *os.File) error {
	adoptOrphans()
	childEnded := make(chan os.Signal, 1)
	signal.Notify(childEnded, syscall.SIGCHLD)
	cmd := exec.Command(program, args...) //nolint:noctx // it outlives the caller
	cmd.Dir, cmd.Stdout, cmd.Stderr = folder, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		_, _ = fmt.Fprintln(caller, err)
		return err
	}
	_, _ = fmt.Fprint(caller, started)
	for {
		ended, left := reap(cmd.Process.Pid)
		for _, child := range ended {
			// A note that cannot be written is missed only by who asks how it ended.
			_ = os.WriteFile(note(folder, child.name), []byte(child.how), 0o600)
			if child.pid == cmd.Process.Pid {
				_, _ = fmt.Fprintln(caller, child.how) // who may have ended
				_ = caller.Close()
			}
		}
		switch {
		case len(ended) > 0:
			continue // what it has left behind may have become ours while we looked
		case !left:
			return nil
		}
		select {
		case <-childEnded:
		case <-time.After(lookAgain):
		}
	}
}

// child is one that has ended.
type child struct {
	pid  int
	name string
	how  string
}

// nameLength is as much of a program's name as the system keeps.
const nameLength = 15

// note is the file that says how a program of a lab has ended.
func note(folder, program string) string {
	name := filepath.Base(program)
	return filepath.Join(folder, "ended", name[:min(len(name), nameLength)])
}

// HowEnded says how a program of a lab that does not run has ended: "exit status 1",
// "signal: killed". It is empty where that is not known: the machine was restarted, or
// the keeper was killed too.
func HowEnded(folder, program string) string {
	said, _ := os.ReadFile(note(folder, program))
	return strings.TrimSpace(string(said))
}

// how is a wait status in the words of the package os.
func how(status syscall.WaitStatus) string {
	if status.Signaled() {
		return "signal: " + status.Signal().String()
	}
	return fmt.Sprintf("exit status %d", status.ExitStatus())
}
