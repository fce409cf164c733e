// Package inventory says what is compiled into programs, as the programs themselves do: the go command notes in each
// which modules it is made of, with the checksums that they had in go.sum. It writes a software bill of materials (SBOM),
// and the licence texts that have to be handed on with the programs.
package inventory

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// The files of an inventory.
const (
	// SBOM is in the format CycloneDX 1.6: https://cyclonedx.org.
	SBOM = "sbom.cdx.json"
	// Licenses has each text once, with the modules that it is of.
	Licenses = "LICENSES.txt"
)

// Names are those of the files.
func Names() []string { return []string{SBOM, Licenses} }

// Inventory is what something that is handed on is made of: an image, a folder of programs.
type Inventory struct {
	// Name and Version are those of the whole: "metrics-lab/node", "v1.37.2".
	Name, Version string
	// Programs are in it.
	Programs []Program
	// Others are modules that it has other files of than programs.
	Others []Module
	// Packages are those of Debian that it has. Their licence texts are in files of their own.
	Packages []Package
}

// Of is the inventory of compiled programs, in the order of their names.
func Of(name, version string, files ...string) (Inventory, error) {
	i := Inventory{Name: name, Version: version}
	for _, file := range files {
		program, err := Read(file)
		if err != nil {
			return i, err
		}
		i.Programs = append(i.Programs, program)
	}
	slices.SortFunc(i.Programs, func(a, b Program) int { return cmp.Compare(a.Name, b.Name) })
	return i, nil
}

// Files returns what is in the files of the inventory, by their names. root is the repository's top folder, for the
// licence of what is compiled from it; those of other modules are in Go's module cache, or downloaded to it.
func (i Inventory) Files(ctx context.Context, root string) (map[string][]byte, error) {
	bill, err := i.bill()
	if err != nil {
		return nil, err
	}
	folders, err := findFolders(ctx, root)
	if err != nil {
		return nil, err
	}
	texts, err := folders.licenses(ctx, i.modules())
	if err != nil {
		return nil, fmt.Errorf("find the licences of %s: %w", i.Name, err)
	}
	return map[string][]byte{SBOM: bill, Licenses: i.writeTexts(texts)}, nil
}

// Write writes the files into a folder.
func (i Inventory) Write(ctx context.Context, root, folder string) error {
	files, err := i.Files(ctx, root)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make a folder for licences: %w", err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// modules are those of all that is in it, each once.
func (i Inventory) modules() []Module {
	all := slices.Clone(i.Others)
	for _, program := range i.Programs {
		all = append(all, program.Modules...)
	}
	slices.SortFunc(all, func(a, b Module) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Version, b.Version))
	})
	return slices.Compact(all)
}
