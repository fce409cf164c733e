package cluster

import (
	"os"
	"path/filepath"

	"example.com/metrics-lab/lab/artifacts"
	"example.com/metrics-lab/lab/state"
)

// guardLog ends the name of a guard's log, after the name of the lab.
const guardLog = ".guard.log"

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
	if dir, err = artifacts.Folder(dir, name); err != nil {
		return files{}, err
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
