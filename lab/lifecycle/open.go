package lifecycle

import (
	"errors"
	"fmt"
	"io/fs"

	"example.com/metrics-lab/lab/state"
)

// Open returns a lab that was made, for clients of it. It asks nothing of the
// cluster, which may have ended meanwhile. Where there is no such lab, the error
// is ErrNoLab.
func Open(name string) (*Lab, error) {
	l, record, err := complete(name)
	if err != nil {
		return nil, err
	}
	c := existing(l, record, "", nil)
	administrators, err := c.Clients()
	if err != nil {
		return nil, err
	}
	return &Lab{Name: name, Cluster: record.Cluster, Context: c.ContextName(), Clients: administrators}, nil
}

// complete returns the record of a lab that is not half-made.
func complete(name string) (state.Folder, state.Record, error) {
	l, record, err := load(name)
	if err == nil && !record.Complete {
		err = fmt.Errorf("the lab %s is half-made: another command makes it now, or was killed; `%s` makes it anew", name, state.Make("up", name))
	}
	return l, record, err
}

func load(name string) (state.Folder, state.Record, error) {
	l, err := state.FolderOf(name)
	if err != nil {
		return state.Folder{}, state.Record{}, err
	}
	record, err := l.Load()
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("the lab %s %w: start it with `make up`, or say with --name which one you mean", name, ErrNoLab)
	}
	return l, record, err
}
