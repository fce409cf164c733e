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
)

// kindFiles returns the folder with the files of kind's own base image. They
// are in kind's module, which is downloaded if need be.
func kindFiles(ctx context.Context, root string) (string, error) {
	output, err := gocommand.Command(ctx, root, "mod", "download", "-json", kindModule).Output()
	var module struct{ Dir, Error string }
	if decoding := json.Unmarshal(output, &module); err == nil {
		err = decoding
	}
	if err == nil && module.Dir == "" {
		err = errors.New("it is not there")
	}
	if err != nil {
		return "", failed(ctx, "download kind's module", err, module.Error)
	}
	return filepath.Join(module.Dir, "images", "base", "files"), nil
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
