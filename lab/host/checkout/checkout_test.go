package checkout

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// repository makes one, with a file that is committed, one that is changed, one
// that is deleted, one that is new and one that is ignored, and goes to a folder
// of it.
func repository(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, map[string]string{".gitignore": "/bin/\n", "a/committed": "1", "changed": "1", "deleted": "1"})
	if err := Commit(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"changed": "2", "a/new": "1", "bin/ignored": "1", "other/clone": "1"})
	if err := Commit(t.Context(), filepath.Join(dir, "other")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "deleted")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "a", "new"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join(dir, "a"))
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCopy(t *testing.T) {
	repository(t)
	dir := filepath.Join(t.TempDir(), "copy")
	if err := Copy(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if err := Commit(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name == ".git" {
			return fs.SkipDir
		}
		if entry.IsDir() {
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		got[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{".gitignore": "/bin/\n", "a/committed": "1", "changed": "2", "a/new": "1"}, got); diff != "" {
		t.Errorf("the copy (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(filepath.Join(dir, "a", "new")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("what can be run is not any more: %v, %v", info, err)
	}
	if status, err := Git(t.Context(), dir, "status", "--porcelain"); status != "" || err != nil {
		t.Errorf("all is committed, but git says %q, %v", status, err)
	}
}

// TestHooks: the copy is not taken for the repository whose hook runs this.
func TestHooks(t *testing.T) {
	repository(t)
	t.Setenv("GIT_DIR", t.TempDir())
	if err := Commit(t.Context(), t.TempDir()); err == nil || !strings.Contains(err.Error(), "nothing to commit") {
		t.Errorf("want that an empty folder has nothing to commit, got %v", err)
	}
}

func TestNoCheckout(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := Copy(t.Context(), filepath.Join(t.TempDir(), "copy")); err == nil || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("want what git says, got %v", err)
	}
}
