package kubeconfig

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	locked := filepath.Join(dir, "locked")
	for _, name := range []string{file, locked + ".lock"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct{ name, file, want string }{
		{"one that is there", file, ""},
		{"one in a folder that will be made", filepath.Join(dir, "a", "b", "config"), ""},
		{"a folder", dir, "the kubeconfig " + dir + " cannot be written (it is a folder): set KUBECONFIG"},
		{"below a file", filepath.Join(file, "config"), "cannot be written"},
		{"locked", locked, "is locked by " + locked + ".lock: another command writes to it, or was killed; if none runs, remove that file"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			err := Check(row.file)
			if row.want == "" && err != nil || row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
		t.Error("it has made a folder")
	}
}

// TestLockedMeanwhile: what is said when another command locks it after the check.
func TestLockedMeanwhile(t *testing.T) {
	t.Parallel()
	file := write(t, production())
	found := add(t, file)
	if err := os.WriteFile(file+".lock", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"add": Add(found, entry), "remove": Remove(entry.Name, []byte("ours"), found)} {
		if err == nil || !strings.Contains(err.Error(), "if none runs, remove that file") {
			t.Errorf("%s: got %v, want what to do", what, err)
		}
	}
}
