package nodeimage

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"example.com/metrics-lab/lab/build/gocommand"
)

// programFolder is that of the control plane's programs in their images: kubeadm's pods
// name them without a folder, but kube-proxy with this one.
const programFolder = "usr/local/bin/"

const searchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// components returns the images of a node: those that kubeadm wants for this
// version of Kubernetes, under the names that it gives them, and pause as
// containerd's configuration names it.
func (b *build) components(ctx context.Context) ([]image, error) {
	names, err := command{}.output(ctx, b.set.Path("kubeadm"), "config", "images", "list", "--kubernetes-version", b.kubernetes)
	if err != nil {
		return nil, err
	}
	pause, err := sandboxImage(filepath.Join(b.kindFiles, "etc", "containerd", "config.toml"))
	if err != nil {
		return nil, err
	}
	images := []image{{name: pause, files: b.pauseFiles(ctx), run: imageConfig{User: "65535:65535", Entrypoint: []string{"/pause"}}}}
	for _, name := range strings.Fields(names) {
		if component(name) == "pause" { // kubeadm's is another one, which nobody uses
			continue
		}
		made, err := b.component(name)
		if err != nil {
			return nil, err
		}
		images = append(images, made)
	}
	for i := range images {
		images[i].run.WorkingDir = "/"
		images[i].run.Env = []string{searchPath}
	}
	return images, nil
}

// component is the last element of an image's name: "kube-apiserver".
func component(image string) string {
	name, _, _ := strings.Cut(path.Base(image), ":")
	return name
}

func (b *build) component(name string) (image, error) {
	what := component(name)
	made := image{name: name, run: imageConfig{Entrypoint: []string{"/" + programFolder + what}}}
	switch what {
	case "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler":
		made.files = func(t *tarball) error { return t.program(programFolder+what, b.set.Path(what)) }
	case "coredns":
		made.run.Entrypoint = []string{"/coredns"} // the image's own: kubeadm gives arguments only
		made.files = func(t *tarball) error { return t.program("coredns", b.set.Path(what)) }
	case "kube-proxy":
		made.files = func(t *tarball) error {
			if err := t.program(programFolder+what, b.set.Path(what)); err != nil {
				return err
			}
			return b.root.copyTo(t, firewall(b.root)...)
		}
	default:
		return image{}, fmt.Errorf("kubeadm wants the image %s, and the lab does not know how to make it", name)
	}
	return made, nil
}

// firewall are the programs that kube-proxy runs, and what they load.
func firewall(root *tree) []string {
	programs := []string{"usr/sbin/nft"}
	for _, family := range []string{"iptables", "ip6tables"} {
		for _, verb := range []string{"", "-save", "-restore"} {
			programs = append(programs, "usr/sbin/"+family+verb)
		}
	}
	for _, name := range root.names() {
		if match("usr/lib/*/xtables/*.so", name) {
			programs = append(programs, name)
		}
	}
	return programs
}

// copyTo copies programs and what they need to run.
func (t *tree) copyTo(to *tarball, programs ...string) error {
	paths, err := t.closure(programs...)
	if err != nil {
		return err
	}
	for _, name := range paths {
		header := *t.entries[name].header
		header.Name = name
		if header.Typeflag == tar.TypeSymlink {
			if err := to.copy(&header, nil); err != nil {
				return err
			}
			continue
		}
		content, err := t.content(name)
		if err != nil {
			return err
		}
		header.Typeflag, header.Linkname, header.Size = tar.TypeReg, "", content.Size() // also where it was a hard link
		if err := to.copy(&header, content); err != nil {
			return err
		}
	}
	return nil
}

// pauseFiles are those of the pause image.
func (b *build) pauseFiles(ctx context.Context) func(*tarball) error {
	return func(t *tarball) error {
		program, err := b.compilePause(ctx)
		if err != nil {
			return err
		}
		return t.program("pause", program)
	}
}

// compilePause compiles the program of the pause image, which takes no time once it
// is in Go's build cache.
func (b *build) compilePause(ctx context.Context) (program string, err error) {
	program = filepath.Join(b.work, "pause")
	return program, gocommand.Build{
		What: "pause", Dir: b.options.Root, Packages: []string{"./lab/build/nodeimage/pause"},
		Output: program, Flags: []string{"-ldflags=-s -w"}, OS: "linux",
	}.Run(ctx, b.show.NewBuild("pause"))
}

// sandboxImage finds the name of the pause image in containerd's configuration.
func sandboxImage(config string) (string, error) {
	data, err := os.ReadFile(config)
	if err != nil {
		return "", fmt.Errorf("look for the name of the pause image: %w", err)
	}
	match := regexp.MustCompile(`(?m)^\s*sandbox_image\s*=\s*"([^"]+)"`).FindSubmatch(data)
	if match == nil {
		return "", errors.New("look for the name of the pause image: containerd's configuration has none")
	}
	return string(match[1]), nil
}
