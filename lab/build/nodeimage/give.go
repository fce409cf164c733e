package nodeimage

import (
	"archive/tar"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"example.com/metrics-lab/lab/build/nodeimage/pipe"
	"example.com/metrics-lab/lab/host/docker"
)

// nodeImage puts the node together and gives it to Docker, as an image of one
// layer. Docker checks the layer against its digest and names the image when
// all is in it, so that there is never a part of one.
func (b *build) nodeImage(ctx context.Context) error {
	done := b.show.Step("node image")
	node, err := b.node(ctx)
	if err != nil {
		return err
	}
	layer, err := writeLayer(filepath.Join(b.work, "layer.tar"), node.write)
	if err != nil {
		return err
	}
	err = pipe.Connect(func(w io.Writer) error { return b.writeNodeImage(w, layer) }, func(r io.Reader) error {
		return docker.Stream(ctx, r, nil, "load", "--quiet")
	})
	if err != nil {
		return fmt.Errorf("give the node image to Docker: %w", err)
	}
	done("%s, %d MB", b.name(), layer.Size/1e6)
	return nil
}

// writeNodeImage writes the archive that `docker load` takes.
func (b *build) writeNodeImage(w io.Writer, layer layer) error {
	config, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH, "os": "linux", "created": time.Now().UTC(),
		"config": map[string]any{
			"Env":        []string{searchPath, "container=docker"}, // by which systemd knows where it is
			"Entrypoint": []string{"/usr/local/bin/entrypoint", "/sbin/init"},
			"StopSignal": "SIGRTMIN+3", // on which systemd ends
			"Labels":     map[string]string{keyLabel: b.key},
		},
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{layer.diffID}},
	})
	if err != nil {
		return fmt.Errorf("encode the node image: %w", err)
	}
	manifest, err := json.Marshal([]any{map[string]any{
		"Config": "config.json", "RepoTags": []string{b.name()}, "Layers": []string{"layer.tar"},
	}})
	if err != nil {
		return fmt.Errorf("encode the node image: %w", err)
	}
	file, err := os.Open(layer.file)
	if err != nil {
		return fmt.Errorf("read the layer of the node: %w", err)
	}
	defer func() { _ = file.Close() }()
	to := newTarball(w)
	if err := to.copy(&tar.Header{Typeflag: tar.TypeReg, Name: "layer.tar", Mode: 0o644, Size: layer.Size}, file); err != nil {
		return err
	}
	if err := to.data("config.json", 0o644, config); err != nil {
		return err
	}
	if err := to.data("manifest.json", 0o644, manifest); err != nil {
		return err
	}
	return to.close()
}
