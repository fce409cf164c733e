package inventory

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"

	"example.com/metrics-lab/lab/build/gocommand"
)

// folders are where the files of modules are.
type folders struct {
	root  string // of the repository
	cache string // of Go's modules
	goDir string // of Go itself
}

func findFolders(ctx context.Context, root string) (folders, error) {
	said, err := gocommand.Output(ctx, "ask Go where its modules are", root, "env", "GOMODCACHE", "GOROOT")
	if err != nil {
		return folders{}, err
	}
	cache, goDir, _ := strings.Cut(said, "\n")
	return folders{root: root, cache: cache, goDir: goDir}, nil
}

func (f folders) of(m Module) (string, error) {
	switch {
	case m.Path == standardLibrary:
		return f.goDir, nil
	case m.Version == "":
		return f.root, nil
	}
	path, err := module.EscapePath(m.Path)
	if err != nil {
		return "", fmt.Errorf("find a module: %w", err)
	}
	version, err := module.EscapeVersion(m.Version)
	if err != nil {
		return "", fmt.Errorf("find a module: %w", err)
	}
	return filepath.Join(f.cache, path+"@"+version), nil
}

// download has the modules in the cache. They are there where the programs were compiled, unless it was cleaned since.
func (f folders) download(ctx context.Context, modules []Module) error {
	var missing []string
	for _, m := range modules {
		folder, err := f.of(m)
		if err != nil {
			return err
		}
		if _, err := os.Stat(folder); err != nil && m.Sum != "" {
			missing = append(missing, m.Path+"@"+m.Version)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err := gocommand.Output(ctx, "download modules for their licences", f.root, append([]string{"mod", "download"}, missing...)...)
	return err
}
