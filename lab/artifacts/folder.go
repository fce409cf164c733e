package artifacts

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"example.com/metrics-lab/lab/state"
)

// kept is how many folders are kept of those that nobody has chosen a place for.
const kept = 10

// Folder returns the folder for the artifacts of a run: the chosen one, or if that
// is empty one of the run's name in the cache, where it makes room for it. It does
// not make the folder.
func Folder(chosen, run string) (string, error) {
	if chosen != "" {
		dir, err := filepath.Abs(chosen)
		if err != nil {
			return "", fmt.Errorf("find the folder of the artifacts: %w", err)
		}
		return dir, nil
	}
	cache, err := state.Cache("artifacts")
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, run), forgetOld(cache)
}

// forgetOld deletes the oldest folders.
func forgetOld(cache string) error {
	entries, err := os.ReadDir(cache)
	if err != nil {
		return fmt.Errorf("look for old artifacts: %w", err)
	}
	var folders []os.FileInfo
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.IsDir() { // another run may have removed it
			folders = append(folders, info)
		}
	}
	slices.SortFunc(folders, func(a, b os.FileInfo) int { return cmp.Compare(b.ModTime().UnixNano(), a.ModTime().UnixNano()) })
	for _, old := range folders[min(kept, len(folders)):] {
		if err := os.RemoveAll(filepath.Join(cache, old.Name())); err != nil {
			return fmt.Errorf("remove old artifacts: %w", err)
		}
	}
	return nil
}
