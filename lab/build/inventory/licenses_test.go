package inventory

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestIsLicense(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"LICENSE": true, "LICENSE.txt": true, "LICENSE-APACHE": true, "LICENSE.MPL-2.0": true, "MIT.LICENSE": true, "Licence": true,
		"UNLICENSE": true, "COPYING.md": true, "COPYRIGHT": true, "NOTICE": true, "PATENTS": true, "LICENSES": true, "LICENSE_list": true,
		"license.go": false, "license_test.go": false, "license.json": false, "check_license.sh": false, "licensing.md": false, "README.md": false,
	} {
		if got := isLicense(name); got != want {
			t.Errorf("%s: got %t, want %t", name, got, want)
		}
	}
}

func TestReadTexts(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{}
	for _, name := range []string{"LICENSE", "a.go", "forked/PATENTS", "forked/testdata/LICENSE", ".tool/LICENSE"} {
		tree[name] = &fstest.MapFile{Data: []byte("\n  A text. \r\nIts end.\n\n")}
	}
	const text = "  A text.\nIts end."
	for _, row := range []struct {
		name  string
		below bool
		want  []license
	}{
		{"a module", true, []license{{file: "LICENSE", text: text}, {file: "forked/PATENTS", text: text}}},
		{"the repository", false, []license{{file: "LICENSE", text: text}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := readTexts(tree, row.below)
			if diff := cmp.Diff(row.want, got, cmp.AllowUnexported(license{})); diff != "" || err != nil {
				t.Errorf("texts (-want +got): %v\n%s", err, diff)
			}
		})
	}
}

// TestNoLicense: a module without a licence is an error, which names it, and so is each other one.
func TestNoLicense(t *testing.T) {
	t.Parallel()
	f := folders{cache: t.TempDir()}
	for file, text := range map[string]string{
		"a.example/!good@v1.0.0/LICENSE": "You may.", "a.example/none@v1.0.0/a.go": "package a", "a.example/part@v1.0.0/forked/LICENSE": "You may.",
		"a.example/notice@v1.0.0/NOTICE": "See elsewhere.", "a.example/empty@v1.0.0/LICENSE": "\n",
	} {
		name := filepath.Join(f.cache, file)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, works := range map[string]bool{"Good": true, "none": false, "part": false, "notice": false, "empty": false} {
		modules := []Module{{Path: "a.example/" + name, Version: "v1.0.0", Sum: "h1:x"}}
		_, err := f.licenses(t.Context(), modules)
		if works != (err == nil) || err != nil && !strings.Contains(err.Error(), "the module a.example/"+name+" v1.0.0 has no licence file") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestWriteTexts(t *testing.T) {
	t.Parallel()
	a, b := Module{Path: "a.example/a", Version: "v1.0.0"}, Module{Path: "b.example/b", Version: "v1.0.0"}
	made := Inventory{Name: "test", Version: "v1"}
	got := made.writeTexts([]license{{a, "LICENSE", "One."}, {a, "forked/LICENSE", "Two."}, {b, "LICENSE", "One."}, {b, "x/LICENSE", "One."}})
	want := strings.NewReplacer("---", rule).Replace(`The licences of what is compiled into test v1, each with the modules that have it.
---
a.example/a v1.0.0 (LICENSE)
b.example/b v1.0.0 (LICENSE, x/LICENSE)
---

One.

---
a.example/a v1.0.0 (forked/LICENSE)
---

Two.

`)
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
