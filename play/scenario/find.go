package scenario

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// hasTests finds the top-level field of a scenario file, also of one with a syntax error: that is to be told, not left out.
var hasTests = regexp.MustCompile(`(?m)^["']?tests["']?[ \t]*:`)

// Find returns the scenario files among files and folders, sorted and each once. A file is one whatever is in it. In a folder
// and those below it, each file is one that is named *.yaml or *.yml and has a line that begins with tests:. Folders whose
// names begin with a dot are left out. A folder without one is an error.
func Find(paths []string) ([]string, error) {
	var all []string
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case os.IsNotExist(err):
			return nil, Errors{{File: path, Message: "there is no such file or folder: write the path of a scenario file, or of a folder that has some"}}
		case err != nil:
			return nil, Errors{{File: path, Message: err.Error()}}
		case !info.IsDir():
			all = append(all, filepath.Clean(path))
			continue
		}
		found, err := below(path)
		if err != nil {
			return nil, Errors{{File: path, Message: err.Error()}}
		}
		if len(found) == 0 {
			return nil, Errors{{File: path, Message: "no file in this folder has tests: write a scenario file (*.yaml) with a line that begins with tests:"}}
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, Errors{{File: ".", Message: "no scenario is named: write the path of a scenario file, or of a folder that has some"}}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

func below(folder string) (found []string, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("look for scenario files: %w", err)
		case entry.IsDir() && path != folder && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case entry.IsDir() || !slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(path)):
			return nil
		}
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
			return nil //nolint:nilerr // a link to nothing, a device, or nothing that a person wrote
		}
		data, err := readFile(path, maxFile)
		if err != nil {
			return err
		}
		if hasTests.Match(data) {
			found = append(found, path)
		}
		return nil
	})
	return found, err
}
