package rename

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// current returns the path of the module at root.
func current(root string) (string, error) {
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", fmt.Errorf("read what the module is called: %w", err)
	}
	path := modfile.ModulePath(data)
	if path == "" {
		return "", fmt.Errorf("read what the module is called: %s names no module", filepath.Join(root, "go.mod"))
	}
	return path, nil
}

// module changes a go.mod file, and sorts again what names the modules that it
// requires. That one of them has the new path already is an error.
func (r renaming) module(name string, text []byte) ([]byte, error) {
	file, err := modfile.Parse(name, text, nil)
	if err != nil {
		return nil, err
	}
	for _, required := range file.Require {
		if required.Mod.Path == r.to {
			return nil, fmt.Errorf("rename the module: %s requires a module %s: choose another path", name, r.to)
		}
	}
	if file, err = modfile.Parse(name, r.replace(text), nil); err != nil {
		return nil, err
	}
	file.SortBlocks()
	return modfile.Format(file.Syntax), nil
}

// work changes a go.work file.
func (r renaming) work(name string, text []byte) ([]byte, error) {
	file, err := modfile.ParseWork(name, r.replace(text), nil)
	if err != nil {
		return nil, err
	}
	file.SortBlocks()
	return modfile.Format(file.Syntax), nil
}
