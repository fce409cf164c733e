package player

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCode: it changes with what the program is compiled from, and with nothing else.
func TestCode(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, source := range []string{"play/main.go", "adapter/api/a.go", "adapter/simulation/curve.go", "go.mod", "go.sum"} {
		write(source, "one")
	}
	before := must(t, root)
	for _, row := range []struct {
		file    string
		changes bool
	}{
		{"play/main_test.go", false}, {"play/engine/testdata/fuzz/a", false}, {"lab/other.go", false}, {"adapter/main.go", false}, {"README.md", false},
		{"play/main.go", true}, {"play/report/page.js", true}, {"adapter/simulation/curve.go", true}, {"go.sum", true},
	} {
		write(row.file, "two")
		after := must(t, root)
		if changed := after != before; changed != row.changes {
			t.Errorf("after a change of %s: changed %t, want %t", row.file, changed, row.changes)
		}
		before = after
	}
}

func must(t *testing.T, root string) string {
	t.Helper()
	c, err := code(root)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
