package nodeimage

import (
	"debug/elf"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// closure returns the paths of programs and of all that they need to run: the
// shared libraries, the loader, and the links on the way to them.
func (t *tree) closure(programs ...string) ([]string, error) {
	found := map[string]bool{}
	for todo := slices.Clone(programs); len(todo) > 0; todo = todo[1:] {
		end, links, err := t.resolve(todo[0])
		if err != nil {
			return nil, err
		}
		for _, link := range links {
			found[link] = true
		}
		if found[end] {
			continue
		}
		found[end] = true
		needed, err := t.needed(end)
		if err != nil {
			return nil, err
		}
		todo = append(todo, needed...)
	}
	var paths []string
	for name := range found {
		paths = append(paths, name)
	}
	slices.Sort(paths)
	return paths, nil
}

// needed returns what an ELF file names: its loader and its libraries. Other
// files name nothing.
func (t *tree) needed(name string) ([]string, error) {
	content, err := t.content(name)
	if err != nil {
		return nil, err
	}
	file, err := elf.NewFile(content)
	var notELF *elf.FormatError
	if errors.As(err, &notELF) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the program %s: %w", name, err)
	}
	libraries, err := file.ImportedLibraries()
	if err != nil {
		return nil, fmt.Errorf("read the libraries of %s: %w", name, err)
	}
	var needed []string
	for _, library := range libraries {
		where, err := t.library(library)
		if err != nil {
			return nil, fmt.Errorf("%s needs %w", name, err)
		}
		needed = append(needed, where)
	}
	if loader := loader(file); loader != "" {
		needed = append(needed, loader)
	}
	return needed, nil
}

// library finds a shared library in the folders where the loader looks.
func (t *tree) library(name string) (string, error) {
	for _, dir := range []string{"usr/lib/*-linux-*", "usr/lib", "usr/lib64"} {
		for where := range t.entries {
			if path.Base(where) == name && match(dir, path.Dir(where)) {
				return where, nil
			}
		}
	}
	return "", fmt.Errorf("the library %s, which is not there", name)
}

func loader(file *elf.File) string {
	for _, segment := range file.Progs {
		if segment.Type != elf.PT_INTERP {
			continue
		}
		data := make([]byte, segment.Filesz)
		if _, err := segment.ReadAt(data, 0); err == nil {
			return strings.TrimRight(string(data), "\x00")
		}
	}
	return ""
}
