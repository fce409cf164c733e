package kind

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"

	"example.com/metrics-lab/lab/build/inventory"
	"example.com/metrics-lab/lab/build/nodeimage/pipe"
	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/state"
)

// repository is that of the adapter's images; each build has a tag of its own.
const repository = "metrics-lab/adapter"

// keptImages is how many of them are kept.
const keptImages = 3

// buildImage makes the adapter's image from the compiled program, unless it is
// there, and returns its name. The tag is a hash of the program and of how the
// image is made.
func (c *Cluster) buildImage(ctx context.Context, program, hash string) (string, error) {
	dockerfile := filepath.Join(c.Root, "adapter", "Dockerfile")
	how, err := os.ReadFile(dockerfile)
	if err != nil {
		return "", fmt.Errorf("build the adapter's image: %w", err)
	}
	image := fmt.Sprintf("%s:%.6x", repository, sha256.Sum256(append(how, hash...)))
	if there, err := docker.Has(ctx, "image", "inspect", image); there || err != nil {
		return image, err
	}
	unlock, err := state.Lock(ctx, "adapter-image", func() {}) // another lab may be about to build the same
	if err != nil {
		return "", err
	}
	defer unlock()
	folder := filepath.Dir(program)
	if err := c.writeLicenses(ctx, program, filepath.Join(folder, "licenses")); err != nil {
		return "", fmt.Errorf("build the adapter's image: %w", err)
	}
	if _, err := docker.Run(ctx, "build", "--quiet", "--tag", image, "--file", dockerfile, folder); err != nil {
		return "", fmt.Errorf("build the adapter's image: %w", err)
	}
	return image, removeOldImages(ctx)
}

// writeLicenses writes what is handed on with the program: what it is made of, and
// the licences of that.
func (c *Cluster) writeLicenses(ctx context.Context, program, folder string) error {
	made, err := inventory.Of(repository, "", program)
	if err != nil {
		return err
	}
	return made.Write(ctx, c.Root, folder)
}

// removeOldImages keeps the images of the last builds: another lab may be about
// to load one.
func removeOldImages(ctx context.Context) error {
	images, err := adapterImages(ctx)
	if err != nil || len(images) <= keptImages {
		return err
	}
	if _, err := docker.Run(ctx, append([]string{"image", "rm"}, images[keptImages:]...)...); err != nil {
		return fmt.Errorf("remove old images of the adapter: %w", err)
	}
	return nil
}

// adapterImages returns the images of the adapter, the newest first.
func adapterImages(ctx context.Context) ([]string, error) {
	images, err := docker.Ask(ctx, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", repository)
	if err != nil {
		return nil, fmt.Errorf("look for images of the adapter: %w", err)
	}
	return strings.Fields(images), nil
}

// load puts an image into those nodes of the cluster that do not have it.
func (c *Cluster) load(ctx context.Context, image string) error {
	all, err := provider().ListInternalNodes(c.Lab.Name)
	if err != nil {
		return fmt.Errorf("list the cluster's nodes: %w", err)
	}
	for _, node := range all {
		if _, err := nodeutils.ImageID(node, image); err == nil {
			continue
		}
		if err := loadInto(ctx, node, image); err != nil {
			return fmt.Errorf("load the adapter's image into %s: %w", node, err)
		}
	}
	return nil
}

func loadInto(ctx context.Context, node nodes.Node, image string) error {
	return pipe.Connect(
		func(w io.Writer) error { return docker.Stream(ctx, nil, w, "save", image) },
		func(r io.Reader) error { return nodeutils.LoadImageArchive(node, r) },
	)
}
