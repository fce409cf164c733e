// Package rename makes a checkout of this repository somebody's own: it gives
// the Go module another path, wherever the path is written.
package rename

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/module"
)

// Result is what Run did.
type Result struct {
	// From and To are the module's path before and after.
	From, To string
	// Changed are the files that name it, by their path below the top folder.
	Changed []string
	// Left are the places, FILE:LINE, where the old path is a part of something
	// else, such as a longer path: they were left as they are.
	Left []string
}

// Run gives the module at root another path: in the go.mod and go.work files,
// in imports, and in all the text that git knows. What is in the checkout has to
// be committed, so that git shows what Run changed and undoes it. Files are
// written when all of them could be read and changed.
func Run(ctx context.Context, root, to string) (*Result, error) {
	if err := module.CheckPath(to); err != nil {
		return nil, fmt.Errorf("rename the module: %w", err)
	}
	files, err := committed(ctx, root)
	if err != nil {
		return nil, err
	}
	from, err := current(root)
	if err != nil {
		return nil, err
	}
	result := &Result{From: from, To: to}
	if from == to {
		return result, nil
	}
	r := renaming{from: from, to: to}
	changed := map[string][]byte{}
	for _, name := range files {
		before, err := read(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		after, left, err := r.file(name, before)
		if err != nil {
			return nil, err
		}
		for _, line := range left {
			result.Left = append(result.Left, fmt.Sprintf("%s:%d", name, line))
		}
		if string(after) != string(before) {
			result.Changed = append(result.Changed, name)
			changed[name] = after
		}
	}
	return result, write(root, changed)
}

// read returns what is in a regular file; of what is none, such as a symbolic
// link, or not checked out, it returns nothing.
func read(file string) ([]byte, error) {
	info, err := os.Lstat(file)
	if os.IsNotExist(err) || err == nil && !info.Mode().IsRegular() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

// write keeps the modes of the files.
func write(root string, files map[string][]byte) error {
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(root, name), data, 0o644); err != nil {
			return fmt.Errorf("%w (git checkout . undoes what was written)", err)
		}
	}
	return nil
}
