package adapter

import (
	"os"
	"path/filepath"
	"testing"
)

func TestClaim(t *testing.T) {
	t.Parallel()
	cache, gone, here := t.TempDir(), filepath.Join(t.TempDir(), "gone"), t.TempDir()
	for name, root := range map[string]string{"linux-a": gone, "linux-b": here} {
		if err := recordCheckout(filepath.Join(cache, name), root); err != nil {
			t.Fatal(err)
		}
	}
	// One of an earlier version, which did not say whose it is.
	if err := os.Mkdir(filepath.Join(cache, "linux-c"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := recordCheckout(filepath.Join(cache, "linux-d"), here); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"linux-a": false, "linux-b": true, "linux-c": true, "linux-d": true} {
		if _, err := os.Stat(filepath.Join(cache, name)); (err == nil) != want {
			t.Errorf("%s is there: %t, want %t", name, err == nil, want)
		}
	}
}
