// Package tarfile writes entries of tar archives.
package tarfile

import (
	"archive/tar"
	"fmt"
	"io"
	"os"
)

// Write writes an entry. The content is that of a file; others have none.
func Write(to *tar.Writer, header *tar.Header, content io.Reader) error {
	if err := to.WriteHeader(header); err != nil {
		return fmt.Errorf("write %s into an archive: %w", header.Name, err)
	}
	if header.Typeflag != tar.TypeReg {
		return nil
	}
	if _, err := io.Copy(to, content); err != nil {
		return fmt.Errorf("write %s into an archive: %w", header.Name, err)
	}
	return nil
}

// Program calls write with the entry of a file of this machine, which is to be run there.
func Program(name, from string, write func(header *tar.Header, content io.Reader) error) error {
	file, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("open a program: %w", err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("open a program: %w", err)
	}
	return write(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o755, Size: info.Size()}, file)
}
