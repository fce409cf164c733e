package inventory

import (
	"bytes"
	"strings"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/google/go-cmp/cmp"
)

// TestBill: the SBOM can be read again, and has each thing once, with its checksum and with what it is made of.
func TestBill(t *testing.T) {
	t.Parallel()
	a := Module{Path: "A.example/x/a", Version: "v1.0.0+incompatible", Sum: "h1:AAEC"}
	library := Module{Path: "std", Version: "go1.26.0"}
	made := Inventory{
		Name: "image", Version: "v1",
		Programs: []Program{{Name: "one", SHA256: "11", Modules: []Module{a, library}}, {Name: "two", SHA256: "22", Modules: []Module{{Path: "lab"}, a, library}}},
		Packages: []Package{{Name: "libstdc++6", Version: "1:2.0+b1", Architecture: "amd64", Suite: "bookworm"}},
	}
	data, err := made.bill()
	if err != nil {
		t.Fatal(err)
	}
	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(bytes.NewReader(data), cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	if bom.SpecVersion != cyclonedx.SpecVersion1_6 {
		t.Errorf("version %s", bom.SpecVersion)
	}
	got := map[string]string{}
	for _, component := range *bom.Components {
		sums := ""
		if component.Hashes != nil {
			sums = (*component.Hashes)[0].Value + " "
		}
		if component.Properties != nil {
			sums += (*component.Properties)[0].Value
		}
		got[component.BOMRef] = component.Name + " " + component.Version + ": " + sums
	}
	want := map[string]string{
		"program:one": "one v1.0.0+incompatible: 11 ", "program:two": "two : 22 ",
		"pkg:golang/A.example/x/a@v1.0.0%2Bincompatible": "A.example/x/a v1.0.0+incompatible: 000102 h1:AAEC",
		"pkg:golang/lab":        "lab : ",
		"pkg:golang/std@1.26.0": "std go1.26.0: ",
		"pkg:deb/debian/libstdc%2B%2B6@1:2.0%2Bb1?arch=amd64&distro=bookworm": "libstdc++6 1:2.0+b1: ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("components (-want +got):\n%s", diff)
	}
	dependencies := map[string]string{}
	for _, dependency := range *bom.Dependencies {
		dependencies[dependency.Ref] = strings.Join(*dependency.Dependencies, " ")
	}
	want = map[string]string{
		"image":       "program:one program:two pkg:deb/debian/libstdc%2B%2B6@1:2.0%2Bb1?arch=amd64&distro=bookworm",
		"program:one": "pkg:golang/A.example/x/a@v1.0.0%2Bincompatible pkg:golang/std@1.26.0",
		"program:two": "pkg:golang/lab pkg:golang/A.example/x/a@v1.0.0%2Bincompatible pkg:golang/std@1.26.0",
	}
	if diff := cmp.Diff(want, dependencies); diff != "" {
		t.Errorf("dependencies (-want +got):\n%s", diff)
	}
}

func TestBadChecksum(t *testing.T) {
	t.Parallel()
	made := Inventory{Others: []Module{{Path: "a.example/a", Sum: "h1:?"}}}
	if _, err := made.bill(); err == nil || !strings.Contains(err.Error(), "of a.example/a") {
		t.Errorf("got %v", err)
	}
}

func TestInstalled(t *testing.T) {
	t.Parallel()
	const status = `Package: bash
Status: install ok installed
Architecture: amd64
Version: 5.2.15-2+b7
Description: GNU Bourne Again SHell
 Status: of a line that goes on
 .
Homepage: http://tiswww.case.edu/php/chet/bash/bashtop.html

Package: gone
Status: deinstall ok config-files
Version: 1
Architecture: all

Package: zlib1g
Status: install ok installed
Version: 1:1.2.13.dfsg-1
Architecture: amd64
`
	got, err := Installed(strings.NewReader(status), "bookworm")
	want := []Package{{"bash", "5.2.15-2+b7", "amd64", "bookworm"}, {"zlib1g", "1:1.2.13.dfsg-1", "amd64", "bookworm"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("packages (-want +got): %v\n%s", err, diff)
	}
}
