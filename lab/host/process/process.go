// Package process starts, finds and stops the background programs of a lab.
//
// A process belongs to a lab when the program it was started as lies below
// the lab's folder, or when its environment names that folder. That needs no pid
// files, which lie after a reboot, when their numbers belong to somebody else.
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
// program. Where dir is a lab's folder, they are all that the lab has started,
// whatever their command lines look like; that is known on Linux only.
func Below(ctx context.Context, dir string) ([]Process, error) {
	dir = resolved(dir)
	return running(ctx, func(p *process.Process, args []string) bool {
		return isBelow(args[0], dir) || belongs(ctx, p, dir)
	})
}

// isBelow says whether a program lies below a folder, by whatever path.
func isBelow(program, dir string) bool {
	if !filepath.IsAbs(program) {
		return false
	}
	return strings.HasPrefix(resolved(filepath.Dir(program))+string(filepath.Separator), dir+string(filepath.Separator))
}

// belongs says whether a process was started with a lab's folder in its environment,
// which nobody but its owner can read.
func belongs(ctx context.Context, p *process.Process, dir string) bool {
	variables, _ := p.EnvironWithContext(ctx)
	for _, variable := range variables {
		if folder, found := strings.CutPrefix(variable, folderVariable+"="); found {
			return resolved(folder) == dir
		}
	}
	return false
}

// resolved is a path without links in it, as far as it exists.
func resolved(path string) string {
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	return filepath.Clean(path)
}

// Running returns the processes whose command line fits, sorted by program. A
// zombie is not running.
func Running(ctx context.Context, fits func(args []string) bool) ([]Process, error) {
	return running(ctx, func(_ *process.Process, args []string) bool { return fits(args) })
}

func running(ctx context.Context, fits func(p *process.Process, args []string) bool) ([]Process, error) {
	all, err := process.ProcessesWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var found []Process
	for _, p := range all {
		// A process that cannot be read has ended or is somebody else's.
		args, err := p.CmdlineSliceWithContext(ctx)
		if err != nil || len(args) == 0 || !fits(p, args) {
			continue
		}
		found = append(found, Process{PID: int(p.Pid), Program: filepath.Base(args[0]), handle: p})
	}
	slices.SortFunc(found, func(a, b Process) int { return cmp.Compare(a.Program, b.Program) })
	return found, nil
}
