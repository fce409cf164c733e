package state

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzLoad: whatever a record holds, it is read as one; what cannot be read is one of a lab that is half-made.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "null", "[]", "{", `{"cluster":"kind","complete":true}`, `{"cluster":5}`, `{"complete":"yes"}`, `{"kubeconfig":{"file":"/x","files":["a"]}}`,
		`{"cluster":"embedded","complete":true,"complete":false}`, strings.Repeat("[", 20_000), "\x00", "\ufeff{}", `{"kubeconfig":null,"root":"\u0000"}`,
	} {
		f.Add([]byte(seed))
	}
	lab := Folder{Name: "fuzz", Dir: f.TempDir()}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(lab.record(), data, 0o600); err != nil {
			t.Fatal(err)
		}
		record, err := lab.Load()
		if err != nil {
			t.Fatal(err)
		}
		if err := lab.Save(record); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzName: the folder of a lab is one of those below ~/.metrics-lab, whatever the name.
func FuzzName(f *testing.F) {
	for _, seed := range []string{"metrics-lab", "", ".", "..", "a/b", "-a", "a-", "A", "\x00", "a\n", "\u00e9", strings.Repeat("a", 40), strings.Repeat("a", 41), "$(x)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		lab, err := FolderOf(name)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("want one line, got %q", err)
			}
			return
		}
		if filepath.Base(lab.Dir) != name || filepath.Base(filepath.Dir(lab.Dir)) != ".metrics-lab" {
			t.Errorf("%q is kept in %s", name, lab.Dir)
		}
	})
}
