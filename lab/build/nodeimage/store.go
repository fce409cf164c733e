package nodeimage

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"example.com/metrics-lab/lab/build/nodeimage/pipe"
	"example.com/metrics-lab/lab/host/wait"
)

const (
	// containerdStart is how long containerd may take to answer.
	containerdStart = 30 * time.Second
	// containerdEnd is how long it may take to end.
	containerdEnd = 10 * time.Second
	poll          = 50 * time.Millisecond
)

// imageStore makes an archive of a containerd store with the images that
// kubeadm wants. They stay compressed, and are unpacked when a node starts.
func (b *build) imageStore(ctx context.Context) error {
	done := b.show.Step("images")
	err := b.cached(b.storeArchive(), func(file string) error {
		images, err := b.components(ctx)
		if err != nil {
			return err
		}
		b.show.NewLine().Show(fmt.Sprintf("compressing %d images", len(images)))
		layers, err := pack(ctx, b.work, images)
		if err != nil {
			return err
		}
		dir := filepath.Join(b.work, "containerd")
		if err := b.importImages(ctx, dir, func(w io.Writer) error { return writeImages(w, images, layers) }); err != nil {
			return err
		}
		return archive(ctx, file, dir, "var/lib/containerd/io.containerd.content.v1.content", "var/lib/containerd/io.containerd.metadata.v1.bolt")
	})
	if err != nil {
		return err
	}
	done("those that kubeadm wants for Kubernetes %s", b.kubernetes)
	return nil
}

func (b *build) storeArchive() string { return "images-" + b.kubernetes + "-" + b.storeKey + ".tar" }

// importImages has a containerd, whose file system is a folder with nothing
// else in it, take an archive of images in.
func (b *build) importImages(ctx context.Context, dir string, write func(io.Writer) error) error {
	if err := b.prepareContainerd(dir); err != nil {
		return err
	}
	stop, err := startContainerd(ctx, dir)
	if err != nil {
		return err
	}
	err = ready(ctx, dir)
	if err == nil {
		err = pipe.Connect(write, func(r io.Reader) error {
			_, err := command{root: dir, stdin: r}.output(ctx, "/bin/ctr", "--namespace", "k8s.io", "images", "import", "--all-platforms",
				"--no-unpack", "--label", "io.cri-containerd.pinned=pinned", "-") // as kind does
			return err
		})
	}
	if stopping := stop(); err == nil {
		err = stopping
	}
	if err != nil {
		return fmt.Errorf("import the images of the node: %w", err)
	}
	return nil
}

func (b *build) prepareContainerd(dir string) error {
	for _, folder := range []string{"bin", "etc/containerd", "tmp", "run", "var/lib"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return fmt.Errorf("make a folder for containerd: %w", err)
		}
	}
	for _, program := range []string{"containerd", "ctr"} {
		if err := os.Link(b.set.Path(program), filepath.Join(dir, "bin", program)); err != nil {
			return fmt.Errorf("put %s into its folder: %w", program, err)
		}
	}
	config, err := files.ReadFile("files/import.toml")
	if err != nil {
		return fmt.Errorf("read the configuration of containerd: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "etc/containerd/config.toml"), config, 0o644); err != nil {
		return fmt.Errorf("configure containerd: %w", err)
	}
	return nil
}

// startContainerd starts it, and returns the function that ends it and says
// whether it ended well: only then its database is whole.
func startContainerd(ctx context.Context, dir string) (stop func() error, err error) {
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, fmt.Errorf("make a log for containerd: %w", err)
	}
	defer func() { _ = log.Close() }()
	cmd := command{root: dir}.build(ctx, "/bin/containerd")
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start containerd: %w", err)
	}
	return func() error { return end(ctx, cmd, log.Name()) }, nil
}

func end(ctx context.Context, cmd *exec.Cmd, log string) error {
	late := time.AfterFunc(containerdEnd, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	_ = cmd.Process.Signal(syscall.SIGTERM) // if it has ended already, Wait says so
	if err := cmd.Wait(); err != nil {
		said, _ := os.ReadFile(log)
		return failed(ctx, "containerd", err, string(said[max(len(said)-2000, 0):]))
	}
	return nil
}

func ready(ctx context.Context, dir string) error {
	return wait.For(ctx, "containerd to answer", containerdStart, poll, func(ctx context.Context) (bool, string, error) {
		_, err := command{root: dir}.output(ctx, "/bin/ctr", "namespaces", "ls") // `version` wants a /proc
		return err == nil, "", err
	})
}
