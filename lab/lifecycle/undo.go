package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"example.com/metrics-lab/lab/state"
)

const (
	// cleanUp is how long it may take to remove what a failed Up has made.
	cleanUp = time.Minute
	// fullDisk is so little room that it explains any failure.
	fullDisk = 16 << 20
)

// NotMadeError says that a lab could not be made, and where its logs are.
type NotMadeError struct {
	// Failure says why.
	Failure error
	// Logs is the folder that they are kept in.
	Logs string
}

func (e *NotMadeError) Error() string {
	return fmt.Sprintf("%v\nThe lab was removed again; its logs are kept in %s", e.Failure, e.Logs)
}

func (e *NotMadeError) Unwrap() error { return e.Failure }

// undo removes a lab that could not be made, and returns the failure with what
// there is to know about it.
func (u *up) undo(ctx context.Context, failure error) error {
	if _, err := u.lab.Load(); errors.Is(err, fs.ErrNotExist) {
		return failure // it had not begun
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUp)
	defer cancel()
	if err := state.NeedSpace(u.lab.Dir, fullDisk); err != nil {
		failure = fmt.Errorf("%w (%w)", err, failure)
	}
	logs := ""
	if !errors.Is(failure, context.Canceled) {
		var err error
		if logs, err = u.saveLogs(ctx); err != nil {
			failure = fmt.Errorf("%w; its logs could not be saved: %w", failure, err)
		}
	}
	if err := remove(ctx, u.lab, u.show); err != nil {
		return fmt.Errorf("%w; what was made of the lab could not be removed: %w", failure, err)
	}
	if logs == "" {
		return failure
	}
	return &NotMadeError{Failure: failure, Logs: logs}
}

// saveLogs keeps the logs in the cache, in place of those of an earlier failure.
func (u *up) saveLogs(ctx context.Context) (string, error) {
	dir, err := state.Cache("failed", u.lab.Name)
	if err != nil {
		return "", err
	}
	if err := state.Empty(dir); err != nil {
		return "", err
	}
	return dir, u.cluster.SaveLogs(ctx, dir)
}

// FailedLogs returns the folder with the logs of a lab that could not be made.
// The error is fs.ErrNotExist if there are none.
func FailedLogs(name string) (string, error) {
	dir, err := state.Cache("failed")
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, name)
	_, err = os.Stat(dir)
	return dir, err
}
