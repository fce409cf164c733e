package nodeimage

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// layer is a layer of an image, in a file.
type layer struct {
	descriptor
	file   string
	diffID string // digest of it uncompressed
}

// pack compresses the layers of images into files of a folder, several at once.
func pack(ctx context.Context, dir string, images []image) ([]layer, error) {
	layers := make([]layer, len(images))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	for i, image := range images {
		group.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			var err error
			layers[i], err = image.pack(filepath.Join(dir, fmt.Sprintf("layer-%d", i)))
			return err
		})
	}
	return layers, group.Wait()
}

func (i image) pack(name string) (layer, error) {
	file, err := os.Create(name)
	if err != nil {
		return layer{}, fmt.Errorf("make a layer of %s: %w", i.name, err)
	}
	defer func() { _ = file.Close() }()
	compressed, plain := sha256.New(), sha256.New()
	zip := gzip.NewWriter(io.MultiWriter(file, compressed))
	content := newTarball(io.MultiWriter(zip, plain))
	if err := i.files(content); err != nil {
		return layer{}, fmt.Errorf("make a layer of %s: %w", i.name, err)
	}
	if err := content.close(); err != nil {
		return layer{}, err
	}
	if err := zip.Close(); err != nil {
		return layer{}, fmt.Errorf("make a layer of %s: %w", i.name, err)
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return layer{}, fmt.Errorf("make a layer of %s: %w", i.name, err)
	}
	return layer{
		descriptor: descriptor{MediaType: layerType, Digest: digest(compressed), Size: size},
		file:       name, diffID: digest(plain),
	}, nil
}

func digest(of hash.Hash) string { return fmt.Sprintf("sha256:%x", of.Sum(nil)) }

// writeLayer writes a layer that is not compressed.
func writeLayer(name string, write func(io.Writer) error) (layer, error) {
	file, err := os.Create(name)
	if err != nil {
		return layer{}, fmt.Errorf("make the layer of the node: %w", err)
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if err := write(io.MultiWriter(file, sum)); err != nil {
		return layer{}, err
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return layer{}, fmt.Errorf("make the layer of the node: %w", err)
	}
	return layer{descriptor: descriptor{Size: size}, file: name, diffID: digest(sum)}, nil
}
