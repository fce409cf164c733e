package bundle

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"example.com/metrics-lab/lab/build/inventory"
	"example.com/metrics-lab/lab/build/nodeimage/pipe"
	"example.com/metrics-lab/lab/build/programs"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/state"
)

// adapterRepository is that of the adapter's images.
const adapterRepository = "metrics-lab/adapter"

// unfinished is in the name of a bundle that is being written.
const unfinished = ".unfinished-"

// Save writes a bundle with a node image, the adapter image that was built
// last, and the programs of an embedded cluster, which are compiled if need
// be. The file is there when all is in it. root is the repository's top folder.
func Save(ctx context.Context, root, nodeImage, file string, show *console.Console) error {
	done := show.Step("programs")
	set, err := programs.Ensure(ctx, root, programs.Embedded(), show.NewBuild("the control plane"))
	if err != nil {
		show.Interrupt()
		return err
	}
	done("Kubernetes %s, in %s", set.Kubernetes, set.Dir)
	licenses, err := licensesOf(ctx, root, set)
	if err != nil {
		return err
	}
	about := About{
		Format: format, Version: version, Platform: platform(), Kubernetes: set.Kubernetes, Source: set.Source,
		Images: []string{nodeImage},
	}
	adapter, err := newestAdapter(ctx)
	if err != nil {
		return err
	}
	if adapter == "" {
		show.Say("  ! There is no adapter image yet, so the bundle will have none: `make up CLUSTER=kind` builds one.")
	} else {
		about.Images = append(about.Images, adapter)
	}
	done = show.Step("bundle")
	if err := whole(file, func(w io.Writer) error { return write(ctx, w, about, set, licenses) }); err != nil {
		show.Interrupt()
		return fmt.Errorf("save the bundle: %w", err)
	}
	done("%s: %s", file, strings.Join(about.Images, ", "))
	return nil
}

// licensesOf are what the programs are made of, and the licences of that. Programs that
// came in a bundle have them beside them: their modules may not be there.
func licensesOf(ctx context.Context, root string, set programs.Set) (map[string][]byte, error) {
	found := map[string][]byte{}
	for _, name := range inventory.Names() {
		if data, err := os.ReadFile(set.Path(name)); err == nil {
			found[name] = data
		}
	}
	if len(found) == len(inventory.Names()) {
		return found, nil
	}
	var files []string
	for _, name := range programs.Embedded().Programs() {
		files = append(files, set.Path(name))
	}
	made, err := inventory.Of("metrics-lab/programs", set.Kubernetes, files...)
	if err != nil {
		return nil, err
	}
	return made.Files(ctx, root)
}

func newestAdapter(ctx context.Context) (string, error) {
	names, err := docker.Ask(ctx, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", adapterRepository) // newest first
	if err != nil {
		return "", fmt.Errorf("look for an adapter image: %w", err)
	}
	newest, _, _ := strings.Cut(names, "\n")
	return newest, nil
}

func write(ctx context.Context, w io.Writer, about About, set programs.Set, licenses map[string][]byte) error {
	out, err := newWriter(w, about)
	if err != nil {
		return err
	}
	for _, name := range programs.Embedded().Programs() {
		if err := out.program(name, set.Path(name)); err != nil {
			return err
		}
	}
	if err := out.licenses(licenses); err != nil {
		return err
	}
	err = pipe.Connect(func(to io.Writer) error {
		return docker.Stream(ctx, nil, to, append([]string{"save"}, about.Images...)...)
	}, out.images)
	if err != nil {
		return err
	}
	return out.close()
}

// whole writes a file beside the one that is asked for, and renames it when
// all is in it. What killed commands left is taken away first.
func whole(file string, write func(io.Writer) error) error {
	dir := filepath.Dir(file)
	if err := state.NeedSpace(dir, space); err != nil {
		return err
	}
	left, err := filepath.Glob(file + unfinished + "*")
	if err != nil {
		return fmt.Errorf("find unfinished bundles: %w", err)
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove an unfinished bundle: %w", err)
		}
	}
	out, err := os.CreateTemp(dir, filepath.Base(file)+unfinished)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(out.Name()) }()
	err = write(out)
	if closing := out.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if err := os.Chmod(out.Name(), 0o644); err != nil { //nolint:gosec // it holds no secret, and is made to be handed on
		return err
	}
	return os.Rename(out.Name(), file)
}
