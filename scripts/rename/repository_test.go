package rename

import (
	"go/format"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/host/checkout"
)

// TestThisRepository: under another name it compiles with all its tests, is
// formatted, and does not name the old path; and back again it is what it was.
func TestThisRepository(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := checkout.Copy(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	if err := checkout.Commit(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	before := contents(t, root)
	const to = "renamed.example.test" + "/a" // in two parts: this file is renamed there and back, too
	result, err := Run(t.Context(), root, to)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Left) > 0 {
		t.Errorf("left as they are: %v", result.Left)
	}
	for name, text := range contents(t, root) {
		if strings.Contains(text, result.From) {
			t.Errorf("%s names %s", name, result.From)
		}
		if path.Ext(name) == ".go" {
			if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text {
				t.Errorf("%s is not formatted (%v)", name, err)
			}
		}
		if path.Base(name) == "go.mod" {
			if want := "module " + path.Join(to, path.Dir(name)) + "\n"; !strings.HasPrefix(text, want) {
				t.Errorf("%s does not begin with %q", name, want)
			}
		}
	}
	vet := exec.CommandContext(t.Context(), "go", "vet", "./...")
	vet.Dir = root
	if said, err := vet.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, said)
	}
	commit(t, root)
	if _, err := Run(t.Context(), root, result.From); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, contents(t, root)); diff != "" {
		t.Errorf("there and back again (-want +got):\n%s", diff)
	}
}
