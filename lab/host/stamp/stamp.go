// Package stamp keeps `go test` from reporting an earlier result of tests that run what it does not know of.
//
// It does not cache a result when a file that a test opened was written less than two seconds before the end. So a test
// opens the stamp, and TestMain writes it at the very end.
package stamp

import (
	"fmt"
	"os"
	"path/filepath"
)

// Write writes the stamp.
func Write(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("mark the result as not to be cached: %w", err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		return fmt.Errorf("mark the result as not to be cached: %w", err)
	}
	return nil
}

// Open opens the stamp. The first run does not have it yet; that it was tried is enough.
func Open(file string) {
	if opened, err := os.Open(file); err == nil {
		_ = opened.Close()
	}
}
