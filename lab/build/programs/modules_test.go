package programs

import (
	"os"
	"testing"

	"golang.org/x/mod/modfile"
)

// TestSharedModules: the modules that the lab and the control plane share have the same
// version, since Go shares no compiled package between two. What is compiled for the
// one then takes no time for the other. `go get` in either folder brings one up.
func TestSharedModules(t *testing.T) {
	t.Parallel()
	lab, programs := versions(t, "../../../go.mod"), versions(t, "../../../scripts/controlplane/go.mod")
	for path, version := range lab {
		if other, shared := programs[path]; shared && other != version {
			t.Errorf("%s is %s in go.mod, and %s in scripts/controlplane/go.mod", path, version, other)
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
