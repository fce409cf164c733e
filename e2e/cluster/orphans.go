package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

// orphanTimeout is how long it may take to remove a lab that nobody guards.
const orphanTimeout = time.Minute

// beginLog makes the log of a run's guard and holds it: it is locked as long
// as the run or its guard lives, since the guard gets the open file as its
// output and the lock with it. So a log that can be locked is that of a lab
// whose guard was killed as well. Such labs are removed first: they are the
// only ones that no guard removes. A lab that is kept has no log.
func beginLog(ctx context.Context, name string, show *console.Console) (*os.File, error) {
	// One run at a time: no other one sees a log that is not locked yet.
	unlock, err := state.Lock(ctx, "e2e-logs", func() { show.Say("another run removes what killed ones have left: waiting for it") })
	if err != nil {
		return nil, err
	}
	defer unlock()
	logs, err := filepath.Glob(filepath.Join(filepath.Dir(name), "*"+guardLog))
	if err != nil {
		return nil, fmt.Errorf("look for labs without a guard: %w", err)
	}
	for _, log := range logs {
		if err := removeOrphan(ctx, log, show); err != nil {
			show.Say("What a killed run has left could not be removed, see %s: %v", log, err) // these tests can do without
		}
	}
	log, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("open the log of the lab's guard: %w", err)
	}
	if _, err := hold(log); err != nil {
		return nil, err
	}
	return log, nil
}

// removeOrphan removes the lab that the log is about, unless it is guarded.
func removeOrphan(ctx context.Context, name string, show *console.Console) error {
	log, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil // its guard has removed it
	}
	defer func() { _ = log.Close() }()
	if free, err := hold(log); err != nil || !free {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, orphanTimeout)
	defer cancel()
	of := strings.TrimSuffix(filepath.Base(name), guardLog)
	existed, err := lifecycle.Remove(ctx, of, show)
	if err != nil {
		return err
	}
	if existed {
		show.Say("Lab %s, whose run was killed with its guard: removed", of)
	}
	files, err := filesOf(of, "")
	files.remove()
	return err
}

// hold locks an open file until the last process that has it open ends. It
// says whether nobody else held it.
func hold(file *os.File) (free bool, err error) {
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("lock %s: %w", file.Name(), err)
	}
	return true, nil
}
