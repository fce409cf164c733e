package player

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// sources are what the program is compiled from, beside modules that go.mod pins.
var sources = []string{"play", "adapter/api", "adapter/simulation", "go.mod", "go.sum"} //nolint:gochecknoglobals // it never changes

// code identifies the code of the program, and what compiles it.
func code(root string) (string, error) {
	all := sha256.New()
	_, _ = fmt.Fprintf(all, "%s %s %s", runtime.Version(), runtime.GOOS, runtime.GOARCH) // a hash takes all
	for _, source := range sources {
		err := fs.WalkDir(os.DirFS(root), source, func(file string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && entry.Name() == "testdata":
				return fs.SkipDir
			case entry.IsDir() || strings.HasSuffix(file, "_test.go"):
				return nil
			}
			data, err := os.ReadFile(filepath.Join(root, file))
			_, _ = fmt.Fprintf(all, "\x00%s\x00%d\x00%s", file, len(data), data)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("read the code of the engine: %w", err)
		}
	}
	return fmt.Sprintf("%.6x", all.Sum(nil)), nil
}
