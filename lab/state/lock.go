package state

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a lock that is held is tried again.
const lockPoll = 100 * time.Millisecond

// Lock waits until no other command works on the same thing, and returns the
// function that lets the next one go on. The lock ends with the process that
// holds it, however that ends. When it has to wait, it calls waiting once.
func Lock(ctx context.Context, name string, waiting func()) (unlock func(), err error) {
	dir, err := Cache("locks")
	if err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, name))
	for waited := false; ; {
		held, err := tryLock(lock)
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", name, err)
		}
		if held {
			return func() {
				_ = os.Remove(lock.Path()) // while it is held: see tryLock
				_ = lock.Unlock()
			}, nil
		}
		if !waited {
			waiting()
			waited = true
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("lock %s: %w", name, context.Cause(ctx))
		case <-time.After(lockPoll):
		}
	}
}

// tryLock also makes sure that the file which it locked is still there. The
// one who held the lock before has removed it: then somebody else may have
// made it anew and have locked that one.
func tryLock(lock *flock.Flock) (held bool, err error) {
	if held, err = lock.TryLock(); err != nil || !held {
		return false, err
	}
	locked, err := lock.Stat()
	if err != nil {
		return false, err
	}
	if there, err := os.Stat(lock.Path()); err == nil && os.SameFile(locked, there) {
		return true, nil
	}
	return false, lock.Unlock()
}
