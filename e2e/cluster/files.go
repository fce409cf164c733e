package cluster

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"example.com/metrics-lab/scripts/lab/state"
)

const (
	// keptArtifacts is how many folders with artifacts are kept, of those that
	// nobody has chosen a place for.
	keptArtifacts = 10
	// guardLog ends the name of a guard's log, after the name of the lab.
	guardLog = ".guard.log"
)

// files are what a run leaves outside its lab.
type files struct {
	guardLog, journal string // for as long as it lasts
	artifacts         string // a folder, which is made when there is something to explain
}

// filesOf returns those of the run with the lab of that name. An empty dir
// chooses a folder for the artifacts.
func filesOf(name, dir string) (files, error) {
	cache, err := state.Cache("e2e")
	if err != nil {
		return files{}, err
	}
	if dir == "" {
		dir = filepath.Join(cache, name)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return files{}, fmt.Errorf("find the folder of the artifacts: %w", err)
	}
	return files{
		guardLog:  filepath.Join(cache, name+guardLog),
		journal:   filepath.Join(cache, name+".journal"),
		artifacts: dir,
	}, nil
}

// remove deletes what is only for as long as the run lasts.
func (f files) remove() {
	_ = os.Remove(f.guardLog)
	_ = os.Remove(f.journal)
}

// forgetOld deletes the oldest of the folders that nobody has chosen.
func forgetOld() error {
	cache, err := state.Cache("e2e")
	if err != nil {
		return err
	}
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
	for _, old := range folders[min(keptArtifacts, len(folders)):] {
		if err := os.RemoveAll(filepath.Join(cache, old.Name())); err != nil {
			return fmt.Errorf("remove old artifacts: %w", err)
		}
	}
	return nil
}
