package nodeimage

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// maxLinks is how many symbolic links lead to a file at most.
const maxLinks = 40

// tree is a file system in a tar archive.
type tree struct {
	file    *os.File
	entries map[string]entry
}

// entry is a file of a tree, and where its content is in the archive.
type entry struct {
	header *tar.Header
	offset int64
}

func openTree(name string) (*tree, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open the root file system: %w", err)
	}
	t := &tree{file: file, entries: map[string]entry{}}
	if err := t.index(); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("read the root file system: %w", err)
	}
	return t, nil
}

func (t *tree) close() { _ = t.file.Close() } // it was only read

func (t *tree) index() error {
	for reader := tar.NewReader(t.file); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		offset, err := t.file.Seek(0, io.SeekCurrent) // a tar reader reads no further than it has to
		if err != nil {
			return err
		}
		t.entries[clean(header.Name)] = entry{header: header, offset: offset}
	}
}

// names returns all paths, so that a folder comes before what is in it.
func (t *tree) names() []string {
	var names []string
	for name := range t.entries {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// content returns what is in a regular file; hard links are followed.
func (t *tree) content(name string) (*io.SectionReader, error) {
	e, ok := t.entries[name]
	if ok && e.header.Typeflag == tar.TypeLink {
		e, ok = t.entries[clean(e.header.Linkname)]
	}
	if !ok || e.header.Typeflag != tar.TypeReg {
		return nil, fmt.Errorf("read %s of the root file system: %w", name, fs.ErrNotExist)
	}
	return io.NewSectionReader(t.file, e.offset, e.header.Size), nil
}

// resolve follows the symbolic links in a path. It returns where the path ends
// and which links it came along.
func (t *tree) resolve(name string) (end string, links []string, err error) {
	rest := strings.Split(clean(name), "/")
	for len(rest) > 0 {
		next := path.Join(end, rest[0])
		rest = rest[1:]
		e, ok := t.entries[next]
		switch {
		case !ok || len(links) > maxLinks:
			return "", nil, fmt.Errorf("find %s in the root file system: %w", name, fs.ErrNotExist)
		case e.header.Typeflag == tar.TypeSymlink:
			links = append(links, next)
			target := e.header.Linkname
			if !path.IsAbs(target) {
				target = path.Join("/", end, target) //nolint:gosec // a path in the archive: nothing is written
			}
			rest = append(strings.Split(clean(target), "/"), rest...)
			end = ""
		default:
			end = next
		}
	}
	return end, links, nil
}

// clean makes a path relative to the root: "./usr/bin/" is "usr/bin".
func clean(name string) string { return strings.TrimPrefix(path.Join("/", name), "/") }
