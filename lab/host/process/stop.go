package process

import (
	"context"
	"fmt"
	"strings"
	"time"
)

const (
	// grace is how long a program may take to end after SIGTERM.
	grace = 5 * time.Second
	// killed is how long processes may take to vanish after SIGKILL.
	killed = 10 * time.Second
	poll   = 20 * time.Millisecond
)

// KillBelow ends every process whose program lies below dir, at once: their
// data goes with them. It returns when none is left, also when one of them had
// started another one meanwhile.
func KillBelow(ctx context.Context, dir string) error {
	return end(ctx, dir, func(Process) bool { return true }, 0)
}

// KillProgram ends the processes of one program below dir at once.
func KillProgram(ctx context.Context, dir, program string) error {
	return end(ctx, dir, func(p Process) bool { return p.Program == program }, 0)
}

// StopProgram ends the processes of one program below dir: SIGTERM, and
// SIGKILL for those that still run five seconds later.
func StopProgram(ctx context.Context, dir, program string) error {
	return end(ctx, dir, func(p Process) bool { return p.Program == program }, grace)
}

func end(ctx context.Context, dir string, which func(Process) bool, grace time.Duration) error {
	start := time.Now()
	terminated := map[int]bool{}
	for {
		left, err := matching(ctx, dir, which)
		if err != nil || len(left) == 0 {
			return err
		}
		for _, p := range left {
			switch {
			case time.Since(start) >= grace:
				_ = p.handle.KillWithContext(ctx) // it may have ended: the next round tells
			case !terminated[p.PID]:
				_ = p.handle.TerminateWithContext(ctx)
				terminated[p.PID] = true
			}
		}
		if time.Since(start) > grace+killed {
			return fmt.Errorf("stop %s: still there %s after SIGKILL", names(left), killed)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("stop %s: %w", names(left), context.Cause(ctx))
		case <-time.After(poll):
		}
	}
}

func matching(ctx context.Context, dir string, which func(Process) bool) ([]Process, error) {
	all, err := Below(ctx, dir)
	if err != nil {
		return nil, err
	}
	var found []Process
	for _, p := range all {
		if which(p) {
			found = append(found, p)
		}
	}
	return found, nil
}

func names(processes []Process) string {
	var list []string
	for _, p := range processes {
		list = append(list, fmt.Sprintf("%s (pid %d)", p.Program, p.PID))
	}
	return strings.Join(list, ", ")
}
