package adapter

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Code identifies the code that the adapter is compiled from: the files of its packages
// but for their tests, and the versions of its modules. root is the repository's top
// folder.
func Code(root string) (string, error) {
	all := sha256.New()
	add := func(file string) error {
		data, err := os.Open(filepath.Join(root, file))
		if err != nil {
			return err
		}
		defer func() { _ = data.Close() }()
		_, _ = fmt.Fprintf(all, "\x00%s\x00", file)
		_, err = io.Copy(all, data)
		return err
	}
	err := fs.WalkDir(os.DirFS(root), "adapter", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		return add(file)
	})
	for _, file := range []string{"go.mod", "go.sum"} {
		if err == nil {
			err = add(file)
		}
	}
	if err != nil {
		return "", fmt.Errorf("read the adapter's code: %w", err)
	}
	return fmt.Sprintf("%.6x", all.Sum(nil)), nil
}
