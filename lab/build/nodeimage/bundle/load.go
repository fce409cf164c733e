package bundle

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"example.com/metrics-lab/lab/build/nodeimage/pipe"
	"example.com/metrics-lab/lab/build/programs"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/state"
)

// undoing is how long it may take to remove what a failed Load has loaded.
const undoing = 30 * time.Second

// Load puts what is in a bundle in place, all of it or nothing. The whole file
// is checked before. Where Docker does not answer, which the embedded cluster does
// not need, the images are left out. root is the repository's top folder.
func Load(ctx context.Context, root, file string, show *console.Console) error {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("open the bundle: %w", err)
	}
	defer func() { _ = in.Close() }()
	done := show.Step("check")
	about, err := check(in)
	if err == nil {
		err = fits(ctx, root, about)
	}
	if err != nil {
		show.Interrupt()
		return fmt.Errorf("load the bundle %s: %w", file, err)
	}
	done("a bundle with Kubernetes %s", about.Kubernetes)

	done = show.Step("bundle")
	l := &load{in: in, about: about}
	placed := append([]string{"the programs"}, about.Images...)
	if noDocker := docker.Answers(ctx); noDocker != nil {
		show.Interrupt()
		show.Say("    the images are left out, kind cannot be used: %v", noDocker)
		l.loaded, placed = true, placed[:1]
	}
	if err := l.run(ctx, root, show); err != nil {
		show.Interrupt()
		return fmt.Errorf("load the bundle %s: %w", file, err)
	}
	done("%s", strings.Join(placed, ", "))
	return nil
}

// fits says why a bundle is of no use here.
func fits(ctx context.Context, root string, about About) error {
	if about.Platform != platform() {
		return fmt.Errorf("its programs are for %s, and this is %s", about.Platform, platform())
	}
	set, err := programs.Find(ctx, root, programs.Embedded())
	if err != nil {
		return err
	}
	if about.Source != set.Source {
		return fmt.Errorf("it is of another version of this repository, with Kubernetes %s: check that version out, or save a bundle of this one", about.Kubernetes)
	}
	return state.NeedSpace(set.Dir, space)
}

// load is one run of Load.
type load struct {
	in     *os.File
	about  About
	loaded bool // the images are where they ought to be, or left out
}

// run has the images loaded when the programs are ready to be put in place.
func (l *load) run(ctx context.Context, root string, show *console.Console) error {
	if l.loaded {
		return l.place(ctx, root, show)
	}
	before, err := l.images(ctx)
	if err != nil {
		return err
	}
	err = l.place(ctx, root, show)
	if err == nil && !l.loaded { // the programs were there
		err = l.loadImages(ctx)
	}
	if err != nil {
		return errors.Join(err, l.undo(ctx, before))
	}
	return nil
}

// place puts the programs in place, and has the images loaded before if they are
// not yet.
func (l *load) place(ctx context.Context, root string, show *console.Console) error {
	waiting := func() { show.Say("    another command is at the programs: waiting for it") }
	return programs.Place(ctx, root, programs.Embedded(), waiting, func(folder string) error {
		err := l.extractPrograms(folder)
		if err == nil && !l.loaded {
			err = l.loadImages(ctx)
		}
		return err
	})
}

// images returns those of the bundle's images that Docker has.
func (l *load) images(ctx context.Context) ([]string, error) {
	all, err := docker.Ask(ctx, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}")
	if err != nil {
		return nil, fmt.Errorf("look for images: %w", err)
	}
	return slices.DeleteFunc(strings.Fields(all), func(name string) bool { return !slices.Contains(l.about.Images, name) }), nil
}

// undo removes the images that were not there before.
func (l *load) undo(ctx context.Context, before []string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoing)
	defer cancel()
	now, err := l.images(ctx)
	if err != nil {
		return err
	}
	for _, name := range now {
		if slices.Contains(before, name) {
			continue
		}
		if _, err := docker.Run(ctx, "image", "rm", name); err != nil {
			return fmt.Errorf("remove an image again: %w", err)
		}
	}
	return nil
}

// extractPrograms puts the programs into a folder, with their licences beside them.
func (l *load) extractPrograms(folder string) error {
	if err := l.extract(programsPrefix, folder, 0o755); err != nil {
		return err
	}
	return l.extract(licensesPrefix, folder, 0o644)
}

func (l *load) extract(prefix, folder string, mode fs.FileMode) error {
	return l.each(prefix, func(header *tar.Header, content io.Reader) error {
		if filepath.Base(header.Name) != header.Name {
			return fmt.Errorf("%q in the bundle has no good name", prefix+header.Name)
		}
		out, err := os.OpenFile(filepath.Join(folder, header.Name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode) //nolint:gosec // the name leads out of no folder: see above
		if err != nil {
			return fmt.Errorf("write %s: %w", header.Name, err)
		}
		_, err = io.Copy(out, content)
		if closing := out.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", header.Name, err)
		}
		return nil
	})
}

// loadImages gives Docker the archive that it has saved.
func (l *load) loadImages(ctx context.Context) error {
	err := pipe.Connect(l.writeImages, func(from io.Reader) error {
		return docker.Stream(ctx, from, nil, "load", "--quiet")
	})
	l.loaded = err == nil
	return err
}

func (l *load) writeImages(w io.Writer) error {
	to := tar.NewWriter(w)
	err := l.each(imagesPrefix, func(header *tar.Header, content io.Reader) error {
		if err := to.WriteHeader(header); err != nil {
			return err
		}
		_, err := io.Copy(to, content)
		return err
	})
	if err != nil {
		return fmt.Errorf("hand the images over: %w", err)
	}
	return to.Close()
}

// each goes through the bundle from its beginning.
func (l *load) each(prefix string, take func(*tar.Header, io.Reader) error) error {
	if _, err := l.in.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read the bundle: %w", err)
	}
	return each(l.in, prefix, take)
}
