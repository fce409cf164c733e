package nodeimage

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// merged makes a tree as Debian's are: /lib is a link to usr/lib.
func merged(t *testing.T, more ...*tar.Header) *tree {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	headers := append([]*tar.Header{
		{Typeflag: tar.TypeDir, Name: "./", Mode: 0o755},
		{Typeflag: tar.TypeSymlink, Name: "./lib", Linkname: "usr/lib"},
		{Typeflag: tar.TypeDir, Name: "./usr/lib/", Mode: 0o755},
		{Typeflag: tar.TypeDir, Name: "./usr/", Mode: 0o755},
		{Typeflag: tar.TypeReg, Name: "./usr/lib/real", Size: 4},
		{Typeflag: tar.TypeLink, Name: "./usr/lib/hard", Linkname: "./usr/lib/real"},
		{Typeflag: tar.TypeSymlink, Name: "./usr/lib/relative", Linkname: "../lib/real"},
		{Typeflag: tar.TypeSymlink, Name: "./usr/lib/absolute", Linkname: "/lib/relative"},
		{Typeflag: tar.TypeSymlink, Name: "./usr/lib/loop", Linkname: "loop"},
		{Typeflag: tar.TypeSymlink, Name: "./usr/lib/broken", Linkname: "nothing"},
	}, more...)
	for _, header := range headers {
		if err := w.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if header.Size > 0 {
			if _, err := io.WriteString(w, "data"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return opened(t, out.Bytes())
}

// opened is the tree of an archive.
func opened(t *testing.T, archive []byte) *tree {
	t.Helper()
	file := filepath.Join(t.TempDir(), "root.tar")
	if err := os.WriteFile(file, archive, 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := openTree(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(root.close)
	return root
}

func TestResolve(t *testing.T) {
	t.Parallel()
	root := merged(t)
	for _, row := range []struct {
		name, path, end string
		links           []string
	}{
		{"a file", "usr/lib/real", "usr/lib/real", nil},
		{"a folder that is a link", "/lib/real", "usr/lib/real", []string{"lib"}},
		{"links to links", "lib/absolute", "usr/lib/real", []string{"lib", "usr/lib/absolute", "lib", "usr/lib/relative"}},
		{"nothing", "usr/lib/nothing", "", nil},
		{"a link to nothing", "usr/lib/broken", "", nil},
		{"a loop", "usr/lib/loop", "", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			end, links, err := root.resolve(row.path)
			if (err != nil) != (row.end == "") {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([]string{row.end}, row.links...), append([]string{end}, links...)); diff != "" {
				t.Errorf("end and links (-want +got):\n%s", diff)
			}
		})
	}
}

func TestContent(t *testing.T) {
	t.Parallel()
	root := merged(t)
	for _, name := range []string{"usr/lib/real", "usr/lib/hard"} {
		content, err := root.content(name)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(content); err != nil || string(data) != "data" {
			t.Errorf("%s: got %q, %v", name, data, err)
		}
	}
	if _, err := root.content("usr/lib"); err == nil {
		t.Error("a folder has content")
	}
}

// TestClosure: a program brings its libraries and its loader, and the links
// that lead to them.
func TestClosure(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("needs a program of Linux")
	}
	shell, err := os.ReadFile("/bin/sh")
	if err != nil {
		t.Skip("needs a shell")
	}
	needed, loader := elfOf(t, shell)
	if len(needed) == 0 {
		t.Skip("needs a shell with shared libraries")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "root.tar")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	to := newTarball(out)
	want := []string{"bin", "usr/bin/sh"}
	add := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	add(to.link("bin", "usr/bin"))
	add(to.data("usr/bin/sh", 0o755, shell))
	for _, library := range needed {
		add(to.data("usr/lib/x-linux-gnu/"+library, 0o644, bytes.Repeat([]byte("not ELF "), 10)))
		want = append(want, "usr/lib/x-linux-gnu/"+library)
	}
	add(to.data(loader, 0o755, bytes.Repeat([]byte("not ELF "), 10)))
	add(to.close())
	root, err := openTree(file)
	if err != nil {
		t.Fatal(err)
	}
	defer root.close()
	got, err := root.closure("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(append(want, clean(loader)), got, anyOrder()); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}
