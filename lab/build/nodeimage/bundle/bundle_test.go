package bundle

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/build/inventory"
	"example.com/metrics-lab/lab/build/programs"
)

func about() About {
	return About{Format: format, Version: version, Platform: platform(), Kubernetes: "v1.37.2", Source: "s", Images: []string{"a:1"}}
}

// saved is what `docker save` may write.
func saved(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, header := range []*tar.Header{
		{Typeflag: tar.TypeDir, Name: "layer/", Mode: 0o755},
		{Typeflag: tar.TypeReg, Name: "layer/data", Size: 5, Mode: 0o644},
		{Typeflag: tar.TypeSymlink, Name: "again", Linkname: "layer/data"},
		{Typeflag: tar.TypeReg, Name: "manifest.json", Size: 5, Mode: 0o644},
	} {
		if err := w.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if header.Size > 0 {
			if _, err := io.WriteString(w, "image"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func made(t testing.TB, about About) []byte {
	t.Helper()
	return madeWith(t, about, inventory.Names()...)
}

// madeWith makes a bundle with these files of an inventory.
func madeWith(t testing.TB, about About, licenses ...string) []byte {
	t.Helper()
	program := filepath.Join(t.TempDir(), "etcd")
	if err := os.WriteFile(program, []byte("a program"), 0o700); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := newWriter(&out, about)
	if err == nil {
		err = w.program("etcd", program)
	}
	for _, name := range licenses {
		if err == nil {
			err = w.data(licensesPrefix+name, []byte("You may."))
		}
	}
	if err == nil {
		err = w.images(bytes.NewReader(saved(t)))
	}
	if err == nil {
		err = w.close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	data := made(t, about())
	got, err := check(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(about(), got); diff != "" {
		t.Errorf("about (-want +got):\n%s", diff)
	}
	file := filepath.Join(t.TempDir(), "bundle")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	l := &load{in: in}
	var images bytes.Buffer
	if err := l.writeImages(&images); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(saved(t), images.Bytes()); diff != "" {
		t.Errorf("what docker gets is not what it saved:\n%s", diff)
	}
	folder := t.TempDir()
	if err := l.extractPrograms(folder); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "etcd")
	info, err := os.Stat(program)
	if err != nil || info.Mode().Perm()&0o100 == 0 {
		t.Errorf("the program cannot be run: %v, %v", info, err)
	}
	if text, err := os.ReadFile(program); err != nil || string(text) != "a program" {
		t.Errorf("program: %q, %v", text, err)
	}
	// A bundle can be saved again where the programs came in one.
	texts, err := licensesOf(t.Context(), "nowhere", programs.Set{Dir: folder})
	want := map[string][]byte{inventory.SBOM: []byte("You may."), inventory.Licenses: []byte("You may.")}
	if diff := cmp.Diff(want, texts); diff != "" || err != nil {
		t.Errorf("licences (-want +got): %v\n%s", err, diff)
	}
}

// TestCut: wherever a bundle was cut short, that is what the error says.
func TestCut(t *testing.T) {
	t.Parallel()
	data := made(t, about())
	whole := bytes.LastIndex(data, []byte("}")) + 1 // what follows is padding
	for length := range whole {
		if _, err := check(bytes.NewReader(data[:length])); !errors.Is(err, errCut) {
			t.Fatalf("cut to %d of %d bytes: got %v, want %v", length, whole, err, errCut)
		}
	}
}

func TestForeign(t *testing.T) {
	t.Parallel()
	later := about()
	later.Version++
	earlier := about()
	earlier.Version--
	other := about()
	other.Format = "something else"
	damaged := bytes.Replace(made(t, about()), []byte("a program"), []byte("A program"), 1)
	for _, row := range []struct {
		name string
		data []byte
		want string
	}{
		{"a text", []byte(strings.Repeat("not a tar archive\n", 100)), "not a bundle"},
		{"another archive", saved(t), "not a bundle"},
		{"another format", made(t, other), "not a bundle"},
		{"a later version", made(t, later), "version 3 of the format"},
		{"an earlier version", made(t, earlier), "version 1 of the format"},
		{"no licences", madeWith(t, about(), inventory.SBOM), "it has no licenses/LICENSES.txt"},
		{"damaged", damaged, "damaged"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if _, err := check(bytes.NewReader(row.data)); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
}

func TestFits(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	elsewhere := about()
	elsewhere.Platform = "plan9/mips"
	for name, row := range map[string]struct {
		about About
		want  string
	}{
		"another platform": {elsewhere, "for plan9/mips"},
		"another version":  {about(), "another version of this repository"},
	} {
		if err := fits(t.Context(), "../../../..", row.about); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: got %v, want %q", name, err, row.want)
		}
	}
}

// TestNamesLeadNowhereElse: what a bundle holds goes into the folder, and takes the place of nothing.
func TestNamesLeadNowhereElse(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ entry, want string }{
		{"programs/../evil", "has no good name"},
		{"licenses/../evil", "has no good name"},
		{"licenses/etcd", "file exists"},
	} {
		t.Run(row.entry, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "bundle")
			out, err := os.Create(file)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = out.Close() }()
			w, err := newWriter(out, about())
			if err = errors.Join(err, w.data("programs/etcd", nil), w.data(row.entry, nil), w.close()); err != nil {
				t.Fatal(err)
			}
			if err := (&load{in: out}).extractPrograms(t.TempDir()); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
}

// TestWhole: a file that cannot be finished is not there, and what a killed
// command left is taken away.
func TestWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "bundle")
	if err := os.WriteFile(file+unfinished+"1", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := whole(file, func(io.Writer) error { return os.ErrPermission }); !errors.Is(err, os.ErrPermission) {
		t.Errorf("got %v, want why", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	err := whole(file, func(w io.Writer) error {
		_, err := io.WriteString(w, "text")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "text" {
		t.Errorf("got %q, %v", data, err)
	}
}
