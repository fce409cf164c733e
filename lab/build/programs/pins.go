package programs

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// pins are what scripts/controlplane says the programs are made of.
type pins struct {
	file *modfile.File
	text []byte // of go.mod and go.sum
}

// readPins reads the files. The go command would not say a version where it
// cannot reach the modules, also when nothing is left to compile.
func readPins(dir string) (pins, error) {
	var p pins
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return p, fmt.Errorf("read what pins the control plane: %w", err)
		}
		p.text = fmt.Appendf(p.text, "%s %d\n%s", name, len(data), data)
		if name != "go.mod" {
			continue
		}
		if p.file, err = modfile.Parse(name, data, nil); err != nil {
			return p, fmt.Errorf("read what pins the control plane: %w", err)
		}
	}
	return p, nil
}

func (p pins) version(module string) (string, error) {
	for _, required := range p.file.Require {
		if required.Mod.Path == module {
			return required.Mod.Version, nil
		}
	}
	return "", fmt.Errorf("what pins the control plane has no version of %s", module)
}
