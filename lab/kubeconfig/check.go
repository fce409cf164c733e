package kubeconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Check returns one line that says what to do if nothing can be written to a kubeconfig:
// file, or kubectl's if that is empty. It changes nothing.
func Check(file string) error {
	files, err := absolute([]string{accessTo(file).GetDefaultFilename()})
	if err != nil {
		return fmt.Errorf("find the kubeconfig: %w", err)
	}
	file = files[0]
	// Whoever writes the file makes another one beside it.
	if _, err := os.Stat(file + ".lock"); err == nil {
		return locked(file)
	}
	if err := writable(file); err != nil {
		return fmt.Errorf("the kubeconfig %s cannot be written (%w): set KUBECONFIG to a file that can", file, err)
	}
	return nil
}

// writable says why a file cannot be written or made in its folder, or nil.
func writable(file string) error {
	switch info, err := os.Stat(file); {
	case err == nil && info.IsDir():
		return errors.New("it is a folder")
	case err == nil:
		if err := unix.Access(file, unix.W_OK); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	folder := filepath.Dir(file)
	for !exists(folder) && folder != filepath.Dir(folder) { // it is made, with those above
		folder = filepath.Dir(folder)
	}
	if err := unix.Access(folder, unix.W_OK|unix.X_OK); err != nil {
		return fmt.Errorf("folder %s: %w", folder, err)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// locked says what to do about the file that whoever writes a kubeconfig makes beside
// it, and that stays when it is killed.
func locked(file string) error {
	return fmt.Errorf("the kubeconfig is locked by %s.lock: another command writes to it, or was killed; if none runs, remove that file", file)
}

// written gives what came of writing a kubeconfig.
func written(file string, err error) error {
	switch {
	case errors.Is(err, fs.ErrExist):
		return locked(file)
	case err != nil:
		return fmt.Errorf("write the kubeconfig: %w", err)
	}
	return nil
}
