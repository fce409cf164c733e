package nodeimage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/build/inventory"
)

// findKind returns the folder with the files of kind's own base image, and the
// module that they are in, which is downloaded if need be.
func findKind(ctx context.Context, root string) (folder string, kind inventory.Module, err error) {
	output, err := gocommand.Command(ctx, root, "mod", "download", "-json", kindModule).Output()
	var module struct{ Path, Version, Sum, Dir, Error string }
	if decoding := json.Unmarshal(output, &module); err == nil {
		err = decoding
	}
	if err == nil && module.Dir == "" {
		err = errors.New("it is not there")
	}
	if err != nil {
		return "", kind, failed(ctx, "download kind's module", err, module.Error)
	}
	kind = inventory.Module{Path: module.Path, Version: module.Version, Sum: module.Sum}
	return filepath.Join(module.Dir, "images", "base", "files"), kind, nil
}

// copyKindFiles copies them with the modes that kind's Dockerfile gives them:
// scripts can be run, all others can be read.
func copyKindFiles(to *tarball, dir string) error {
	files := os.DirFS(dir)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		mode := int64(0o644)
		if strings.Contains("/"+name, "/bin/") {
			mode = 0o755
		}
		return to.data(name, mode, data)
	})
	if err != nil {
		return fmt.Errorf("copy the files of kind: %w", err)
	}
	return nil
}
