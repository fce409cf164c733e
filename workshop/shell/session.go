package shell

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/host/wait"
)

const (
	// killed is how long processes may take to vanish after SIGKILL.
	killed = 10 * time.Second
	poll   = 20 * time.Millisecond
)

// End ends everything that runs in the session of a shell: bash at once, so that
// it starts nothing more, the rest by SIGTERM, and by SIGKILL what still runs ten
// seconds later. It returns when nothing is left.
func End(ctx context.Context, session int) error { return end(ctx, session, grace) }

func end(ctx context.Context, session int, grace time.Duration) error {
	start, terminated := time.Now(), map[int]bool{}
	return wait.For(ctx, "the commands of a lesson to end", grace+killed, poll, func(ctx context.Context) (bool, string, error) {
		left, err := members(ctx, session)
		if err != nil || len(left) == 0 {
			return err == nil, "", err
		}
		for _, p := range left {
			switch {
			case p.PID == session, time.Since(start) > grace:
				_ = syscall.Kill(p.PID, syscall.SIGKILL) // it may have ended: the next round tells
			case !terminated[p.PID]:
				_ = syscall.Kill(p.PID, syscall.SIGTERM)
				terminated[p.PID] = true
			}
		}
		return false, fmt.Sprintf("%d still run, one is %s (pid %d)", len(left), left[0].Program, left[0].PID), nil
	})
}

// members returns the processes of a session.
func members(ctx context.Context, session int) ([]process.Process, error) {
	all, err := process.Running(ctx, func([]string) bool { return true })
	if err != nil {
		return nil, err
	}
	var found []process.Process
	for _, p := range all {
		if id, err := unix.Getsid(p.PID); err == nil && id == session { // an error: it has ended
			found = append(found, p)
		}
	}
	return found, nil
}
