package nodeimage

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
)

// The media types and the annotation are those of the OCI image specification
// (github.com/opencontainers/image-spec) and of containerd's importer.
const (
	indexType      = "application/vnd.oci.image.index.v1+json"
	manifestType   = "application/vnd.oci.image.manifest.v1+json"
	configType     = "application/vnd.oci.image.config.v1+json"
	layerType      = "application/vnd.oci.image.layer.v1.tar+gzip"
	nameAnnotation = "io.containerd.image.name"
)

// image is a container image of one layer.
type image struct {
	name  string // "registry.k8s.io/pause:3.10"
	files func(*tarball) error
	run   imageConfig
}

// imageConfig is what a container of an image runs, unless told otherwise.
type imageConfig struct {
	User       string   `json:"User,omitempty"`
	Env        []string `json:"Env"`
	Entrypoint []string `json:"Entrypoint"`
	WorkingDir string   `json:"WorkingDir"`
}

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int64             `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// writeImages writes an OCI image layout as an archive, which containerd
// imports.
func writeImages(w io.Writer, images []image, layers []layer) error {
	layout := &layout{tarball: newTarball(w)}
	var manifests []descriptor
	for i, image := range images {
		manifest, err := layout.image(image, layers[i])
		if err != nil {
			return err
		}
		manifests = append(manifests, manifest)
	}
	index := map[string]any{"schemaVersion": 2, "mediaType": indexType, "manifests": manifests}
	if err := layout.json("index.json", index); err != nil {
		return err
	}
	if err := layout.json("oci-layout", map[string]string{"imageLayoutVersion": "1.0.0"}); err != nil {
		return err
	}
	return layout.close()
}

// layout writes the blobs of an OCI image layout.
type layout struct{ *tarball }

func (l *layout) image(image image, layer layer) (descriptor, error) {
	file, err := os.Open(layer.file)
	if err != nil {
		return descriptor{}, fmt.Errorf("read the layer of %s: %w", image.name, err)
	}
	defer func() { _ = file.Close() }()
	header := &tar.Header{Typeflag: tar.TypeReg, Name: blob(layer.Digest), Mode: 0o644, Size: layer.Size}
	if err := l.copy(header, file); err != nil {
		return descriptor{}, err
	}
	config, err := l.blob(configType, map[string]any{
		"architecture": runtime.GOARCH, "os": "linux", "config": image.run,
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{layer.diffID}},
	})
	if err != nil {
		return descriptor{}, err
	}
	manifest, err := l.blob(manifestType, map[string]any{
		"schemaVersion": 2, "mediaType": manifestType, "config": config, "layers": []descriptor{layer.descriptor},
	})
	manifest.Annotations = map[string]string{nameAnnotation: image.name}
	return manifest, err
}

func (l *layout) blob(mediaType string, content any) (descriptor, error) {
	data, err := json.Marshal(content)
	if err != nil {
		return descriptor{}, fmt.Errorf("encode %s: %w", mediaType, err)
	}
	sum := sha256.New()
	_, _ = io.Copy(sum, bytes.NewReader(data)) // a hash takes everything
	d := descriptor{MediaType: mediaType, Digest: digest(sum), Size: int64(len(data))}
	return d, l.data(blob(d.Digest), 0o644, data)
}

func (l *layout) json(name string, content any) error {
	data, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("encode %s: %w", name, err)
	}
	return l.data(name, 0o644, data)
}

func blob(digest string) string { return "blobs/sha256/" + digest[len("sha256:"):] }
