package artifacts

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"regexp"
)

// password is that of a URL, with the name before it. kind gives its nodes the
// proxy of the environment, and kubeadm the control plane: there it is seen.
var password = regexp.MustCompile(`://[^/\s:@"']*:[^/\s@"']+@`)

// redact takes passwords out of the files below a folder.
func redact(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("take passwords out of the artifacts: %w", err)
	}
	defer func() { _ = root.Close() }()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := root.ReadFile(name)
		if err != nil {
			return err
		}
		clean := password.ReplaceAll(data, []byte("://***:***@"))
		if bytes.Equal(clean, data) {
			return nil
		}
		return root.WriteFile(name, clean, 0o600)
	})
}
