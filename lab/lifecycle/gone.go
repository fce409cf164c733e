package lifecycle

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"example.com/metrics-lab/lab/state"
)

// ErrGone says that a lab was removed while a command used it.
var ErrGone = errors.New("the lab is gone: another command has removed it meanwhile")

// Gone tells whether the lab was removed. It waits for a command that may be about to.
func (l *Lab) Gone(ctx context.Context) (bool, error) {
	opened, err := state.FolderOf(l.Name)
	if err != nil {
		return false, err
	}
	unlock, err := lock(ctx, opened, nil)
	if err != nil {
		return false, err
	}
	defer unlock()
	_, err = os.Stat(opened.Dir)
	return errors.Is(err, fs.ErrNotExist), nil
}

// gonePoll is how often WhileUp looks.
const gonePoll = 200 * time.Millisecond

// WhileUp returns a context that ends when ctx does or, with the cause ErrGone, when the
// lab is removed. stop has to be called.
func (l *Lab) WhileUp(ctx context.Context) (watched context.Context, stop func(), err error) {
	opened, err := state.FolderOf(l.Name)
	if err != nil {
		return nil, nil, err
	}
	watched, cancel := context.WithCancelCause(ctx)
	go func() {
		for {
			if _, err := os.Stat(opened.Dir); errors.Is(err, fs.ErrNotExist) {
				cancel(ErrGone)
			}
			select {
			case <-watched.Done():
				return
			case <-time.After(gonePoll):
			}
		}
	}()
	return watched, func() { cancel(nil) }, nil
}
