package inventory

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// license is a text that a module has.
type license struct {
	module Module
	file   string // in the module: "LICENSE", "third_party/forked/golang/PATENTS"
	text   string
}

// licenses returns the texts of modules. A module without one is an error: nobody is known to have allowed that it is
// handed on.
func (f folders) licenses(ctx context.Context, modules []Module) ([]license, error) {
	if err := f.download(ctx, modules); err != nil {
		return nil, err
	}
	var all []license
	var missing []error
	for _, m := range modules {
		found, err := f.licensesOf(m)
		missing = append(missing, err)
		all = append(all, found...)
	}
	return all, errors.Join(missing...)
}

func (f folders) licensesOf(m Module) ([]license, error) {
	folder, err := f.of(m)
	if err != nil {
		return nil, err
	}
	// Of the repository and of Go only what is at the top: theirs are whole folders, with all that lies about in them.
	found, err := readTexts(os.DirFS(folder), m.Sum != "")
	if err != nil {
		return nil, fmt.Errorf("read the licence of %s: %w", m.Path, err)
	}
	if !slices.ContainsFunc(found, license.grants) {
		return nil, fmt.Errorf("the module %s %s has no licence file at its top, %s: what has none may not be handed on", m.Path, m.Version, folder)
	}
	for i := range found {
		found[i].module = m
	}
	return found, nil
}

// readTexts reads the licence files of a folder, and of those below it: parts that were taken from others have their own
// there. Those of test data are of nothing that is compiled.
func readTexts(tree fs.FS, below bool) (found []license, err error) {
	err = fs.WalkDir(tree, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != "." && (!below || entry.Name() == "testdata" || entry.Name()[0] == '.'):
			return fs.SkipDir
		case !entry.Type().IsRegular() || !isLicense(entry.Name()):
			return nil
		}
		text, err := fs.ReadFile(tree, file)
		found = append(found, license{file: file, text: normal(string(text))})
		return err
	})
	return found, err
}

// isLicense says whether a file of that name is a licence, or what has to be handed on with one.
func isLicense(name string) bool {
	switch path.Ext(name) {
	case ".go", ".sh", ".json", ".yaml", ".yml", ".xml", ".prototext":
		return false
	}
	return regexp.MustCompile(`(?i)^(.+\.)?((un)?licen[cs]e|copying|copyright|notice|patents)s?([-._].*)?$`).MatchString(name)
}

// grants says whether a text gives the rights in the whole module. The other texts only add to it.
func (l license) grants() bool {
	name := strings.ToLower(l.file)
	return !strings.Contains(name, "/") && (strings.Contains(name, "licen") || strings.Contains(name, "copying")) && l.text != ""
}

// normal leaves out what does not make a text another one: the ends of its lines.
func normal(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimRight(line, " \t\r\n\f"))
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
