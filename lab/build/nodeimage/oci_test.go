package nodeimage

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// unpack returns the regular files of an archive.
func unpack(t *testing.T, r io.Reader) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	for reader := tar.NewReader(r); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Typeflag == tar.TypeReg {
			if found[header.Name], err = io.ReadAll(reader); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func decode[T any](t *testing.T, data []byte) T {
	t.Helper()
	var into T
	if err := json.Unmarshal(data, &into); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	return into
}

func TestWriteImages(t *testing.T) {
	t.Parallel()
	images := []image{
		{name: "example.com/one:1", run: imageConfig{Entrypoint: []string{"/one"}}, files: func(t *tarball) error { return t.data("bin/one", 0o755, []byte("one")) }},
		{name: "example.com/two:2", files: func(t *tarball) error { return t.link("two", "bin/one") }},
	}
	layers, err := pack(t.Context(), t.TempDir(), images)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := writeImages(&out, images, layers); err != nil {
		t.Fatal(err)
	}
	files := unpack(t, &out)
	for name, data := range files {
		if want := fmt.Sprintf("blobs/sha256/%x", sha256.Sum256(data)); len(name) == len(want) && name != want {
			t.Errorf("the blob %s has another digest: %s", name, want)
		}
	}
	index := decode[struct{ Manifests []descriptor }](t, files["index.json"])
	var names []string
	for _, manifest := range index.Manifests {
		names = append(names, manifest.Annotations[nameAnnotation])
	}
	if diff := cmp.Diff([]string{"example.com/one:1", "example.com/two:2"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	manifest := decode[struct {
		Config descriptor
		Layers []descriptor
	}](t, files[blob(index.Manifests[0].Digest)])
	config := decode[struct {
		Config imageConfig
		Rootfs struct {
			DiffIDs []string `json:"diff_ids"`
		}
	}](t, files[blob(manifest.Config.Digest)])
	if diff := cmp.Diff(images[0].run, config.Config); diff != "" {
		t.Errorf("what it runs (-want +got):\n%s", diff)
	}
	zip, err := gzip.NewReader(bytes.NewReader(files[blob(manifest.Layers[0].Digest)]))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{fmt.Sprintf("sha256:%x", sha256.Sum256(plain))}, config.Rootfs.DiffIDs); diff != "" {
		t.Errorf("digest of the layer (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string][]byte{"bin/one": []byte("one")}, unpack(t, bytes.NewReader(plain))); diff != "" {
		t.Errorf("layer (-want +got):\n%s", diff)
	}
}

func TestPackFails(t *testing.T) {
	t.Parallel()
	images := []image{{name: "x", files: func(*tarball) error { return os.ErrPermission }}}
	if _, err := pack(t.Context(), t.TempDir(), images); !errors.Is(err, os.ErrPermission) {
		t.Errorf("got %v, want why", err)
	}
}

// TestWriteNodeImage: the archive has what `docker load` wants, and all of the
// layer.
func TestWriteNodeImage(t *testing.T) {
	t.Parallel()
	layer, err := writeLayer(t.TempDir()+"/layer", func(w io.Writer) error {
		_, err := io.WriteString(w, "a layer")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b := &build{identity: identity{kubernetes: "v1.37.2", key: "aaaaaaaaaaaa"}}
	var out bytes.Buffer
	if err := b.writeNodeImage(&out, layer); err != nil {
		t.Fatal(err)
	}
	files := unpack(t, &out)
	if diff := cmp.Diff("a layer", string(files["layer.tar"])); diff != "" {
		t.Errorf("layer (-want +got):\n%s", diff)
	}
	manifest := decode[[]struct {
		Config           string
		RepoTags, Layers []string
	}](t, files["manifest.json"])
	if len(manifest) != 1 || manifest[0].RepoTags[0] != current || manifest[0].Layers[0] != "layer.tar" {
		t.Errorf("manifest: %+v", manifest)
	}
	config := decode[struct {
		Config struct {
			StopSignal string
			Labels     map[string]string
		}
		Rootfs struct {
			DiffIDs []string `json:"diff_ids"`
		}
	}](t, files[manifest[0].Config])
	if config.Config.StopSignal != "SIGRTMIN+3" || config.Config.Labels[keyLabel] != b.key {
		t.Errorf("configuration: %+v", config)
	}
	if want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte("a layer"))); config.Rootfs.DiffIDs[0] != want {
		t.Errorf("digest %s, want %s", config.Rootfs.DiffIDs[0], want)
	}
}
