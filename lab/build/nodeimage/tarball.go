package nodeimage

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"path"
	"time"

	"example.com/metrics-lab/lab/build/nodeimage/tarfile"
)

// tarball writes an archive of a file system. All of it belongs to root and is
// of no particular time, so that the same files make the same archive. The
// folders that a file is in are made.
type tarball struct {
	to   *tar.Writer
	dirs map[string]bool
}

func newTarball(w io.Writer) *tarball {
	return &tarball{to: tar.NewWriter(w), dirs: map[string]bool{".": true, "": true}}
}

func (t *tarball) close() error {
	if err := t.to.Close(); err != nil {
		return fmt.Errorf("end an archive: %w", err)
	}
	return nil
}

// dir makes a folder, unless it is there.
func (t *tarball) dir(name string) error {
	name = clean(name)
	if t.dirs[name] {
		return nil
	}
	return t.copy(&tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: 0o755}, nil)
}

func (t *tarball) link(name, target string) error {
	return t.copy(&tar.Header{Typeflag: tar.TypeSymlink, Name: name, Linkname: target, Mode: 0o777}, nil)
}

func (t *tarball) data(name string, mode int64, data []byte) error {
	return t.copy(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: int64(len(data))}, bytes.NewReader(data))
}

// program copies a file of the host, to be run.
func (t *tarball) program(name, from string) error {
	return tarfile.Program(name, from, t.copy)
}

// copy writes an entry, after the folders that it is in.
func (t *tarball) copy(header *tar.Header, content io.Reader) error {
	name := clean(header.Name)
	if name == "" {
		return nil
	}
	if err := t.dir(path.Dir(name)); err != nil {
		return err
	}
	out := *header
	out.Name = name
	if header.Typeflag == tar.TypeDir {
		t.dirs[name] = true
		out.Name += "/"
	}
	out.ModTime, out.AccessTime, out.ChangeTime = time.Unix(0, 0), time.Time{}, time.Time{}
	out.Uname, out.Gname = "", ""
	return tarfile.Write(t.to, &out, content)
}
