// Package process starts, finds and stops the background programs of a lab.
//
// A process belongs to a lab when the program it was started as lies below
// the lab's folder. That needs no pid files, which lie after a reboot, when
// their numbers belong to somebody else.
package process

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shirou/gopsutil/v4/process"
)

// Process is a running program of a lab.
type Process struct {
	// PID is the process id.
	PID int
	// Program is the base name of the program: "etcd", "metrics-adapter".
	Program string

	handle *process.Process
}

// Below returns the running processes whose program lies below dir, sorted by
// program.
func Below(ctx context.Context, dir string) ([]Process, error) {
	prefix := filepath.Clean(dir) + string(filepath.Separator)
	return Running(ctx, func(args []string) bool { return strings.HasPrefix(args[0], prefix) })
}

// Running returns the processes whose command line fits, sorted by program. A
// zombie is not running.
func Running(ctx context.Context, fits func(args []string) bool) ([]Process, error) {
	all, err := process.ProcessesWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var found []Process
	for _, p := range all {
		// A process that cannot be read has ended or is somebody else's.
		args, err := p.CmdlineSliceWithContext(ctx)
		if err != nil || len(args) == 0 || !fits(args) {
			continue
		}
		found = append(found, Process{PID: int(p.Pid), Program: filepath.Base(args[0]), handle: p})
	}
	slices.SortFunc(found, func(a, b Process) int { return cmp.Compare(a.Program, b.Program) })
	return found, nil
}
