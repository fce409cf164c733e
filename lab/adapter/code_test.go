package adapter

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCode: it changes with what is compiled, and with nothing else.
func TestCode(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write := func(file, text string) {
		t.Helper()
		file = filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code := func() string {
		t.Helper()
		code, err := Code(root)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	write("go.mod", "module a")
	write("go.sum", "")
	write("adapter/main.go", "package main")
	before := code()
	for _, row := range []struct {
		file, text string
		changes    bool
	}{
		{"adapter/main.go", "package main", false},
		{"adapter/main_test.go", "package main", false},
		{"adapter/notes.txt", "later", false},
		{"lab/main.go", "package main", false},
		{"adapter/main.go", "package main // changed", true},
		{"adapter/source/new.go", "package source", true},
		{"go.sum", "a v1", true},
	} {
		write(row.file, row.text)
		now := code()
		if (now != before) != row.changes {
			t.Errorf("%s %q: changes is %t, want %t", row.file, row.text, now != before, row.changes)
		}
		before = now
	}
	if err := os.Remove(filepath.Join(root, "adapter/source/new.go")); err != nil {
		t.Fatal(err)
	}
	if code() == before {
		t.Error("a file was removed, and it is the same")
	}
}
