package state

import (
	"fmt"
	"os"
	"path/filepath"
)

// Cache returns a folder below the user's cache folder, made if need be. What
// it holds can be made again: compiled programs, locks, the logs of failures.
func Cache(elem ...string) (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder (set HOME or XDG_CACHE_HOME): %w", err)
	}
	dir := filepath.Join(append([]string{base, "metrics-lab"}, elem...)...)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("the cache folder cannot be written (set XDG_CACHE_HOME to one that can): %w", err)
	}
	return dir, nil
}

// Empty makes dir an empty folder.
func Empty(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("empty a folder: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	return nil
}
