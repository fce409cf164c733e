package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// LastCluster returns the kind of cluster that the lab of that name had the last time, or
// nothing if that is not known. It outlives the lab.
func (l Folder) LastCluster() (string, error) {
	file, err := l.lastFile()
	if err != nil {
		return "", err
	}
	kind, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read what cluster the lab %s had: %w", l.Name, err)
	}
	return string(kind), nil
}

// RememberCluster notes it.
func (l Folder) RememberCluster(kind string) error {
	file, err := l.lastFile()
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, []byte(kind), 0o600); err != nil {
		return fmt.Errorf("note what cluster the lab %s has: %w", l.Name, err)
	}
	return nil
}

func (l Folder) lastFile() (string, error) {
	dir, err := Cache("last")
	return filepath.Join(dir, l.Name), err
}
