// Package artifacts collects what explains why the tests of a lab failed, in a
// folder that outlives the lab. No Secret is in it, and no kubeconfig.
package artifacts

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"example.com/metrics-lab/lab/lifecycle"
)

const (
	// timeout is how long it may take to collect everything.
	timeout = time.Minute
	// requestTimeout is how long the API server may take for each answer.
	requestTimeout = 10 * time.Second
)

// The names of what is collected.
const (
	readme  = "README.md"
	history = "history.log"
	logs    = "logs"
	objects = "objects"
	metrics = "metrics"
)

// Collect fills the folder with what there is to know of the lab: it takes what
// it gets, and what it does not get is said in the README. journal is the file
// that the tests have written.
func Collect(ctx context.Context, name, journal, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := prepare(dir); err != nil {
		return err
	}
	var problems []error
	for _, collect := range []func() error{
		func() error { return copyFile(journal, filepath.Join(dir, history)) },
		func() error { return collectLogs(ctx, name, filepath.Join(dir, logs)) },
		func() error { return collectFromServer(ctx, name, dir) },
		func() error { return redact(filepath.Join(dir, logs)) },
		func() error { return redact(filepath.Join(dir, objects)) },
	} {
		problems = append(problems, collect())
	}
	return writeReadme(dir, name, journal, errors.Join(problems...))
}

// prepare makes the folder and removes what an earlier run has left in it, and
// nothing else.
func prepare(dir string) error {
	for _, old := range []string{readme, history, logs, objects, metrics} {
		if err := os.RemoveAll(filepath.Join(dir, old)); err != nil {
			return fmt.Errorf("make room for the artifacts: %w", err)
		}
	}
	for _, sub := range []string{logs, objects, metrics} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return fmt.Errorf("make a folder for the artifacts: %w", err)
		}
	}
	return nil
}

// collectLogs takes those of the lab, or those that it left when it could not be
// made.
func collectLogs(ctx context.Context, name, dir string) error {
	err := lifecycle.SaveLogs(ctx, name, dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	left, err := lifecycle.FailedLogs(name)
	if err != nil {
		return err
	}
	return errors.Join(os.CopyFS(dir, os.DirFS(left)), os.RemoveAll(left))
}

func collectFromServer(ctx context.Context, name, dir string) error {
	made, err := lifecycle.Open(name)
	if err != nil {
		return err
	}
	patient, err := made.WithTimeout(requestTimeout)
	if err != nil {
		return err
	}
	return errors.Join(
		collectObjects(ctx, patient, filepath.Join(dir, objects)),
		collectMetrics(ctx, patient, filepath.Join(dir, metrics)))
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the tests had not begun
	}
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}
