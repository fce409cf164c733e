package bundle

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzBundle: of whatever is said to be a bundle, one line says why it is none, and what is put in place stays in its folder.
func FuzzBundle(f *testing.F) {
	whole := made(f, about())
	f.Add(whole)
	for _, cut := range []int{0, 1, 511, 512, 513, 1024, len(whole) / 2, len(whole) - 1024} {
		f.Add(whole[:cut])
	}
	for _, name := range []string{"programs/../../x", "programs/", "programs/a/b", "/etc/passwd", "programs/.", "images/" + strings.Repeat("x", 300), sumsName} {
		f.Add(bytes.ReplaceAll(whole, []byte("programs/etcd"), []byte(name)))
	}
	root := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := check(bytes.NewReader(data)); err != nil {
			wantLine(t, err)
		}
		folder := filepath.Join(root, "programs")
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(root, "bundle")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		in, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := (&load{in: in}).extractPrograms(folder); err != nil {
			wantLine(t, err)
		}
		wantLine(t, (&load{in: in}).each(imagesPrefix, func(_ *tar.Header, content io.Reader) error {
			_, err := io.Copy(io.Discard, content)
			return err
		}))
		_ = in.Close()
		if left, err := os.ReadDir(root); err != nil || len(left) != 2 {
			t.Errorf("there is more than a folder and a bundle: %v, %v", left, err)
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	})
}

func wantLine(t *testing.T, err error) {
	t.Helper()
	if err != nil && strings.ContainsAny(err.Error(), "\n\r") {
		t.Errorf("want one line, got %q", err)
	}
}
