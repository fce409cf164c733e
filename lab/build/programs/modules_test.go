package programs

import (
	"os"
	"testing"

	"golang.org/x/mod/modfile"
)

// TestSharedModules: the modules that the lab, the engine of plays and the control plane share have the same version, since
// Go shares no compiled package between two. What is compiled for the one then takes no time for the other. `go get` in
// either folder brings one up.
func TestSharedModules(t *testing.T) {
	t.Parallel()
	files := []string{"go.mod", "play/go.mod", "scripts/controlplane/go.mod"}
	seen := map[string]map[string]string{} // by module and file
	for _, file := range files {
		for module, version := range versions(t, "../../../"+file) {
			for other, same := range seen[module] {
				if same != version {
					t.Errorf("%s is %s in %s, and %s in %s", module, version, file, same, other)
				}
			}
			if seen[module] == nil {
				seen[module] = map[string]string{}
			}
			seen[module][file] = version
		}
	}
}

// versions are what a go.mod requires, with what it replaces.
func versions(t *testing.T, file string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := modfile.Parse(file, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, required := range parsed.Require {
		found[required.Mod.Path] = required.Mod.Version
	}
	for _, replaced := range parsed.Replace {
		if _, required := found[replaced.Old.Path]; required {
			found[replaced.Old.Path] = replaced.New.Version
		}
	}
	return found
}
