package adapter

import (
	"os"
	"path/filepath"
	"testing"
)

// TestReplace: the file is the new program, also a second time, and nothing else
// is left beside it.
func TestReplace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	compiled, file := filepath.Join(dir, "cache"), filepath.Join(dir, "lab", "program")
	for _, content := range []string{"one", "two", "two"} {
		if content != read(t, compiled) {
			// As go build does: the old file keeps its other names.
			_ = os.Remove(compiled)
			if err := os.WriteFile(compiled, []byte(content), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if err := replace(compiled, file); err != nil {
			t.Fatal(err)
		}
		if got := read(t, file); got != content {
			t.Errorf("got %q, want %q", got, content)
		}
	}
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

// TestReplaceByACopy is for a cache on another file system.
func TestReplaceByACopy(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	if err := os.WriteFile(from, []byte("program"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := duplicate(from, to); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(to)
	if err != nil || read(t, to) != "program" || info.Mode().Perm()&0o100 == 0 {
		t.Errorf("got %q, %v, %v", read(t, to), info, err)
	}
}

func TestReplaceWithNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := replace(filepath.Join(dir, "missing"), filepath.Join(dir, "program")); err == nil {
		t.Error("want an error")
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(data)
}
