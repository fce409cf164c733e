package bundle

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"example.com/metrics-lab/lab/build/inventory"
	"example.com/metrics-lab/lab/build/nodeimage/tarfile"
)

// writer writes a bundle.
type writer struct {
	to   *tar.Writer
	sums map[string]string
}

func newWriter(w io.Writer, about About) (*writer, error) {
	out := &writer{to: tar.NewWriter(w), sums: map[string]string{}}
	return out, out.json(aboutName, about)
}

// program writes a compiled program.
func (w *writer) program(name, path string) error {
	return tarfile.Program(programsPrefix+name, path, w.entry)
}

// licenses writes the files of an inventory.
func (w *writer) licenses(files map[string][]byte) error {
	for _, name := range inventory.Names() {
		if err := w.data(licensesPrefix+name, files[name]); err != nil {
			return err
		}
	}
	return nil
}

// images writes what is in an archive of `docker save`.
func (w *writer) images(archive io.Reader) error {
	for reader := tar.NewReader(archive); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			_, err = io.Copy(io.Discard, archive) // what follows the end is padding
			return err
		}
		if err != nil {
			return fmt.Errorf("read the saved images: %w", err)
		}
		header.Name = imagesPrefix + header.Name
		if err := w.entry(header, reader); err != nil {
			return err
		}
	}
}

// close writes the sums, without which it is no bundle.
func (w *writer) close() error {
	if err := w.json(sumsName, w.sums); err != nil {
		return err
	}
	if err := w.to.Close(); err != nil {
		return fmt.Errorf("end the bundle: %w", err)
	}
	return nil
}

func (w *writer) json(name string, content any) error {
	data, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return fmt.Errorf("encode %s: %w", name, err)
	}
	return w.data(name, data)
}

func (w *writer) data(name string, data []byte) error {
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(data)), ModTime: time.Now()}
	return w.entry(header, bytes.NewReader(data))
}

// entry writes an entry, and notes the sum of a file.
func (w *writer) entry(header *tar.Header, content io.Reader) error {
	sum := sha256.New()
	if err := tarfile.Write(w.to, header, io.TeeReader(content, sum)); err != nil {
		return err
	}
	if header.Typeflag == tar.TypeReg {
		w.sums[header.Name] = fmt.Sprintf("%x", sum.Sum(nil))
	}
	return nil
}
