// Package program runs an adapter as a process of its own, and says what it takes.
package program

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// stopTimeout is how long a program may take to end.
	stopTimeout = 10 * time.Second
	// ticks is how many a second of CPU time has in /proc, see proc(5): sysconf(_SC_CLK_TCK) is 100 on all Linux.
	ticks = 100
)

// Program is one that runs.
type Program struct {
	cmd *exec.Cmd
	log *os.File
}

// Start starts a program, which ends with ctx. What it says goes to a file.
func Start(ctx context.Context, log, path string, args ...string) (*Program, error) {
	file, err := os.Create(log)
	if err != nil {
		return nil, fmt.Errorf("make a log for %s: %w", path, err)
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = file, file
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = stopTimeout
	if err := cmd.Start(); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return &Program{cmd: cmd, log: file}, nil
}

// PID is the number of its process.
func (p *Program) PID() int { return p.cmd.Process.Pid }

// Stop ends it and returns when it has ended.
func (p *Program) Stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	killer := time.AfterFunc(stopTimeout, func() { _ = p.cmd.Process.Kill() })
	_ = p.cmd.Wait() // how it ends is of no interest
	killer.Stop()
	_ = p.log.Close()
}

// CPU is how much CPU time it has taken so far.
func (p *Program) CPU() (time.Duration, error) { return CPU(p.cmd.Process.Pid) }

// Memory is how much memory it has, and had at most, in bytes.
func (p *Program) Memory() (now, most int64, err error) { return Memory(p.cmd.Process.Pid) }

// CPU is how much CPU time a process has taken so far: utime and stime of proc_pid_stat(5).
func CPU(pid int) (time.Duration, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(data), ") ") // the name before it may have blanks
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat has %d fields", pid, len(fields))
	}
	user, err1 := strconv.ParseInt(fields[11], 10, 64)
	system, err2 := strconv.ParseInt(fields[12], 10, 64)
	if err1 != nil || err2 != nil {
		return 0, fmt.Errorf("/proc/%d/stat: %q", pid, data)
	}
	return time.Duration(user+system) * time.Second / ticks, nil
}

// Memory is how much memory a process has, and had at most, in bytes: VmRSS and VmHWM of proc_pid_status(5).
func Memory(pid int) (now, most int64, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(data)) {
		name, value, _ := strings.Cut(line, ":")
		kib, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			now = kib << 10
		case "VmHWM":
			most = kib << 10
		}
	}
	return now, most, nil
}

// CommandLine is the program that a process runs, and its arguments: proc_pid_cmdline(5).
func CommandLine(pid int) ([]string, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return strings.Split(strings.TrimSuffix(string(data), "\x00"), "\x00"), err
}
