package nodeimage

import (
	"context"
	"errors"
	"fmt"

	"example.com/metrics-lab/lab/build/inventory"
	"example.com/metrics-lab/lab/build/programs"
)

// licenseFolder is where a node has what it is made of, and the licences of what is
// compiled. Those of Debian's packages are where each package puts its own.
const licenseFolder = docFolder + "metrics-lab/"

// licenses are the files of that folder.
func (b *build) licenses(ctx context.Context) (map[string][]byte, error) {
	pause, err := b.compilePause(ctx)
	if err != nil {
		return nil, err
	}
	files := []string{pause}
	for _, name := range programs.Node().Programs() {
		files = append(files, b.set.Path(name))
	}
	made, err := inventory.Of(Repository, b.kubernetes, files...)
	if err != nil {
		return nil, err
	}
	if made.Packages, err = installed(b.root); err != nil {
		return nil, err
	}
	made.Others = []inventory.Module{b.kindModule}
	return made.Files(ctx, b.options.Root)
}

// installed are Debian's packages. One without a copyright file is an error: nobody is
// known to have allowed that it is handed on.
func installed(root *tree) ([]inventory.Package, error) {
	status, err := root.content("var/lib/dpkg/status")
	if err != nil {
		return nil, err
	}
	all, err := inventory.Installed(status, suite)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, errors.New("look for Debian's packages: none is installed")
	}
	var missing []error
	for _, debian := range all {
		end, _, err := root.resolve(docFolder + debian.Name + "/copyright")
		if err == nil && !wanted(end) {
			err = fmt.Errorf("%s is left out of the node", end)
		}
		if err != nil {
			missing = append(missing, fmt.Errorf("find the licence of Debian's package %s: %w", debian.Name, err))
		}
	}
	return all, errors.Join(missing...)
}
