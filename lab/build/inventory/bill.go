package inventory

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"path"
	"strings"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/package-url/packageurl-go"
)

// bill writes the SBOM. It has no time and no number of its own, so that the same programs have the same one.
func (i Inventory) bill() ([]byte, error) {
	components, err := i.components()
	if err != nil {
		return nil, err
	}
	dependencies := i.dependencies()
	bom := cyclonedx.NewBOM()
	bom.Metadata = &cyclonedx.Metadata{Component: &cyclonedx.Component{
		Type: cyclonedx.ComponentTypeApplication, BOMRef: i.Name, Name: i.Name, Version: i.Version,
	}}
	bom.Components, bom.Dependencies = &components, &dependencies
	var text bytes.Buffer
	encoder := cyclonedx.NewBOMEncoder(&text, cyclonedx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false)
	if err := encoder.EncodeVersion(bom, cyclonedx.SpecVersion1_6); err != nil {
		return nil, fmt.Errorf("encode the SBOM of %s: %w", i.Name, err)
	}
	return text.Bytes(), nil
}

func (i Inventory) components() (all []cyclonedx.Component, err error) {
	for _, program := range i.Programs {
		all = append(all, program.component())
	}
	for _, module := range i.modules() {
		component, err := module.component()
		if err != nil {
			return nil, err
		}
		all = append(all, component)
	}
	for _, debian := range i.Packages {
		all = append(all, debian.component())
	}
	return all, nil
}

// dependencies say what the whole is made of, and each program.
func (i Inventory) dependencies() []cyclonedx.Dependency {
	direct := references(i.Others)
	all := []cyclonedx.Dependency{{Ref: i.Name, Dependencies: &direct}}
	for _, program := range i.Programs {
		direct = append(direct, program.reference())
		modules := references(program.Modules)
		all = append(all, cyclonedx.Dependency{Ref: program.reference(), Dependencies: &modules})
	}
	for _, debian := range i.Packages {
		direct = append(direct, debian.url())
	}
	return all
}

func references(modules []Module) []string {
	all := []string{}
	for _, module := range modules {
		all = append(all, module.url())
	}
	return all
}

// reference is told apart from that of an inventory with the name of its only program.
func (p Program) reference() string { return "program:" + p.Name }

func (p Program) component() cyclonedx.Component {
	return cyclonedx.Component{
		Type: cyclonedx.ComponentTypeApplication, BOMRef: p.reference(), Name: p.Name, Version: p.Modules[0].Version,
		Hashes:     &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: p.SHA256}},
		Properties: &[]cyclonedx.Property{{Name: "go:package", Value: p.Path}},
	}
}

// component has the module's checksum twice: as go.sum has it, and in hexadecimal in the place where tools look, as
// CycloneDX's own tool for Go writes it.
func (m Module) component() (cyclonedx.Component, error) {
	c := cyclonedx.Component{Type: cyclonedx.ComponentTypeLibrary, BOMRef: m.url(), Name: m.Path, Version: m.Version, PackageURL: m.url()}
	if m.Sum == "" {
		return c, nil
	}
	sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Sum, "h1:"))
	if err != nil {
		return c, fmt.Errorf("read the checksum %q of %s: %w", m.Sum, m.Path, err)
	}
	c.Hashes = &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: fmt.Sprintf("%x", sum)}}
	c.Properties = &[]cyclonedx.Property{{Name: "go:sum", Value: m.Sum}}
	return c, nil
}

// url is the package URL (https://github.com/package-url/purl-spec), spelt as Go spells the module: to Go and to its
// database of vulnerabilities another case is another module.
func (m Module) url() string {
	version := m.Version
	if m.Path == standardLibrary {
		version = strings.TrimPrefix(version, "go")
	}
	above, name := path.Split(m.Path)
	return packageurl.NewPackageURL(packageurl.TypeGolang, strings.TrimSuffix(above, "/"), name, version, nil, "").ToString()
}
