package embedded

import (
	"testing"

	"example.com/metrics-lab/lab/state"
)

func TestCheckFolder(t *testing.T) {
	t.Parallel()
	for folder, ok := range map[string]bool{
		"/home/a": true, "/home/a b": true, "/home/a\tb": true, "/home/a'b$c[d]#e;f:g=h%20ïé\\": true,
		`/home/a"b`: false, "/home/a,b": false, "/home/a\nb": false,
	} {
		if err := (&Cluster{Lab: state.Folder{Name: "a", Dir: folder}}).CheckFolder(); (err == nil) != ok {
			t.Errorf("%q: got %v, want ok %t", folder, err, ok)
		}
	}
}
