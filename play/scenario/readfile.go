package scenario

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// readFile reads a file that has at most a number of bytes. What is no plain file, such as a device, is not read.
func readFile(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s: write the path of one", path)
	case err != nil:
		return nil, fmt.Errorf("look at the file: %w", err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: write the path of a file", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a plain file: write the path of one", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	defer func() { _ = file.Close() }() // it was read only
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%s is larger than %d MiB: split it", path, most>>20)
	}
	return data, nil
}
