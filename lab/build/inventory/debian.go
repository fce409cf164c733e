package inventory

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/package-url/packageurl-go"
)

// Package is a package of Debian, as dpkg's status has it.
type Package struct {
	Name, Version, Architecture string
	// Suite is the release of Debian: "bookworm".
	Suite string
}

// Installed reads dpkg's status, which is /var/lib/dpkg/status, and returns the packages that are installed.
func Installed(status io.Reader, suite string) ([]Package, error) {
	var all []Package
	fields := map[string]string{}
	end := func() {
		if fields["Status"] == "install ok installed" {
			all = append(all, Package{Name: fields["Package"], Version: fields["Version"], Architecture: fields["Architecture"], Suite: suite})
		}
		clear(fields)
	}
	lines := bufio.NewScanner(status)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "":
			end()
		case name[0] != ' ': // else it goes on with the field before
			fields[name] = value
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read which packages of Debian are installed: %w", err)
	}
	end()
	return all, nil
}

func (p Package) component() cyclonedx.Component {
	return cyclonedx.Component{Type: cyclonedx.ComponentTypeLibrary, BOMRef: p.url(), Name: p.Name, Version: p.Version, PackageURL: p.url()}
}

func (p Package) url() string {
	qualifiers := packageurl.Qualifiers{{Key: "arch", Value: p.Architecture}, {Key: "distro", Value: p.Suite}}
	return packageurl.NewPackageURL(packageurl.TypeDebian, "debian", p.Name, p.Version, qualifiers, "").ToString()
}
