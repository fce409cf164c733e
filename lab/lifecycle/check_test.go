package lifecycle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckedFirst: what would stop it in the end is said before anything is made, even
// where no cluster could be made at all.
func TestCheckedFirst(t *testing.T) {
	for _, row := range []struct{ name, kubeconfig, want string }{
		{"a folder", ".", "cannot be written"},
		{"below a file", "file/config", "cannot be written"},
		{"a lock of a killed command", "locked", "if none runs, remove that file"},
	} {
		t.Run(row.name, func(t *testing.T) {
			home := inHome(t)
			t.Setenv("PATH", "")
			for _, name := range []string{"file", "locked.lock"} {
				if err := os.WriteFile(filepath.Join(home, name), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			options := Options{Name: "new", Cluster: Embedded, Kubeconfig: filepath.Join(home, row.kubeconfig)}
			if _, err := Up(t.Context(), options, quiet(t)); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
			if _, err := os.Stat(filepath.Join(home, ".metrics-lab")); err == nil {
				t.Error("it has begun to make the lab")
			}
		})
	}
}
