package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/modfile"

	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/build/inventory"
)

const root = "../.."

// TestOfItself: of a real program, this one, the SBOM has what go.mod and go.sum have, and each module has a licence.
func TestOfItself(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	program := filepath.Join(folder, "sbom")
	build := gocommand.Build{What: "sbom", Dir: root, Packages: []string{"./scripts/sbom"}, Output: program}
	if err := build.Run(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), "test", "v1", root, folder, []string{program}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"sbom": "", "example.com/metrics-lab": "", "std": ""}
	for _, path := range []string{"github.com/CycloneDX/cyclonedx-go", "github.com/package-url/packageurl-go", "golang.org/x/mod"} {
		want[path] = pinned(t, path)
	}
	if diff := cmp.Diff(want, sums(t, filepath.Join(folder, inventory.SBOM))); diff != "" {
		t.Errorf("what it is made of (-want +got):\n%s", diff)
	}
	texts, err := os.ReadFile(filepath.Join(folder, inventory.Licenses))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"github.com/CycloneDX/cyclonedx-go v", "example.com/metrics-lab (LICENSE)", "Go's standard library and runtime, " + runtime.Version() + " (LICENSE)"} {
		if !strings.Contains(string(texts), "\n"+want) {
			t.Errorf("the licences have no %q", want)
		}
	}
}

// sums are the components of an SBOM, with their versions and the checksums of go.sum.
func sums(t *testing.T, file string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(bytes.NewReader(data), cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, component := range *bom.Components {
		found[component.Name] = ""
		if component.Properties != nil && component.Type == cyclonedx.ComponentTypeLibrary {
			found[component.Name] = component.Version + " " + (*component.Properties)[0].Value
		}
	}
	return found
}

// pinned is the version of a module in go.mod, with its checksum in go.sum.
func pinned(t *testing.T, path string) string {
	t.Helper()
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	file, err := modfile.Parse("go.mod", []byte(read("go.mod")), nil)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(file.Require, func(r *modfile.Require) bool { return r.Mod.Path == path })
	if at < 0 {
		t.Fatalf("go.mod does not require %s", path)
	}
	version := file.Require[at].Mod.Version
	_, sum, _ := strings.Cut(read("go.sum"), "\n"+path+" "+version+" ")
	sum, _, _ = strings.Cut(sum, "\n")
	return version + " " + sum
}
