package nodeimage

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/build/inventory"
)

// TestInstalled: each package of Debian has its licence in the node, be it in the folder of another package.
func TestInstalled(t *testing.T) {
	t.Parallel()
	const status = "Package: bash\nStatus: install ok installed\nVersion: 5.2\nArchitecture: amd64\n"
	folder := &tar.Header{Typeflag: tar.TypeDir, Name: "./usr/share/doc/bash/"}
	for _, row := range []struct {
		name, status string
		files        []*tar.Header
		fails        string
	}{
		{"a file", status, []*tar.Header{folder, {Typeflag: tar.TypeReg, Name: "./usr/share/doc/bash/copyright"}}, ""},
		{"a folder of another", status, []*tar.Header{
			{Typeflag: tar.TypeSymlink, Name: "./usr/share/doc/bash", Linkname: "sh"}, {Typeflag: tar.TypeDir, Name: "./usr/share/doc/sh/"},
			{Typeflag: tar.TypeReg, Name: "./usr/share/doc/sh/copyright"},
		}, ""},
		{"none", status, []*tar.Header{folder}, "the licence of Debian's package bash: "},
		{"one that is left out", status, []*tar.Header{
			folder, {Typeflag: tar.TypeSymlink, Name: "./usr/share/doc/bash/copyright", Linkname: "COPYING"}, {Typeflag: tar.TypeReg, Name: "./usr/share/doc/bash/COPYING"},
		}, "usr/share/doc/bash/COPYING is left out"},
		{"no package", "", nil, "none is installed"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := installed(treeOf(t, row.status, row.files))
			if row.fails != "" {
				if err == nil || !strings.Contains(err.Error(), row.fails) {
					t.Errorf("got %v, want %q", err, row.fails)
				}
				return
			}
			want := []inventory.Package{{Name: "bash", Version: "5.2", Architecture: "amd64", Suite: suite}}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("packages (-want +got): %v\n%s", err, diff)
			}
		})
	}
}

// treeOf is a tree with that status of dpkg, and with empty files.
func treeOf(t *testing.T, status string, files []*tar.Header) *tree {
	t.Helper()
	var out bytes.Buffer
	to := newTarball(&out)
	for _, header := range files {
		if err := to.copy(header, strings.NewReader("")); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.data("var/lib/dpkg/status", 0o644, []byte(status)); err != nil {
		t.Fatal(err)
	}
	if err := to.close(); err != nil {
		t.Fatal(err)
	}
	return opened(t, out.Bytes())
}
