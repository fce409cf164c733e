package nodeimage

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
)

// node is what a node image is put together from.
type node struct {
	kubernetes string            // version
	root       *tree             // of Debian
	kindFiles  string            // folder
	programs   map[string]string // files of the host, by where they go
	licenses   map[string][]byte // of what is compiled, by name
	runtime    []byte            // what each container begins with
	store      string            // archive of containerd's store
}

func (b *build) node(ctx context.Context) (node, error) {
	spec, err := b.runtimeSpec(ctx)
	if err != nil {
		return node{}, err
	}
	licenses, err := b.licenses(ctx)
	if err != nil {
		return node{}, err
	}
	programs := map[string]string{}
	for folder, names := range map[string][]string{
		"usr/local/bin/": {"containerd", "containerd-shim-runc-v2", "ctr", "crictl"},
		"usr/bin/":       {"kubeadm", "kubectl", "kubelet"},
		"opt/cni/bin/":   {"host-local", "loopback", "portmap", "ptp"},
	} {
		for _, name := range names {
			programs[folder+name] = b.set.Path(name)
		}
	}
	return node{
		kubernetes: b.kubernetes, root: b.root, kindFiles: b.kindFiles, programs: programs, licenses: licenses, runtime: spec,
		store: b.inCache(b.storeArchive()),
	}, nil
}

// runtimeSpec is what kind's Dockerfile makes with jq of containerd's default:
// a hook that hides the host's product name, and no resource limits.
func (b *build) runtimeSpec(ctx context.Context) ([]byte, error) {
	output, err := command{}.output(ctx, b.set.Path("ctr"), "oci", "spec")
	if err != nil {
		return nil, err
	}
	var spec map[string]any
	if err := json.Unmarshal([]byte(output), &spec); err != nil {
		return nil, fmt.Errorf("read what ctr says of containers: %w", err)
	}
	if process, ok := spec["process"].(map[string]any); ok {
		delete(process, "rlimits")
	}
	spec["hooks"] = map[string]any{"createContainer": []any{map[string]string{"path": "/kind/bin/mount-product-files.sh"}}}
	return json.Marshal(spec)
}

// enabledUnits are the units that kind's Dockerfile enables.
func enabledUnits() []string {
	return []string{"containerd.service", "kubelet.service", "undo-mount-hacks.service"}
}

// write writes the file system of the node as an archive.
func (n node) write(w io.Writer) error {
	to := newTarball(w)
	for _, part := range []func(*tarball) error{n.writeRoot, n.writeConfiguration, n.writeUnits, n.writePrograms, n.writeLicenses, n.writeStore} {
		if err := part(to); err != nil {
			return err
		}
	}
	return to.close()
}

func (n node) writeRoot(to *tarball) error {
	for _, name := range n.root.names() {
		if !wanted(name) {
			continue
		}
		header := n.root.entries[name].header
		var content io.Reader
		if header.Typeflag == tar.TypeReg {
			var err error
			if content, err = n.root.content(name); err != nil {
				return err
			}
		}
		if err := to.copy(header, content); err != nil {
			return err
		}
	}
	return nil
}

func (n node) writeConfiguration(to *tarball) error {
	if err := copyKindFiles(to, n.kindFiles); err != nil {
		return err
	}
	for where, name := range sorted(map[string]string{
		"etc/cni/net.d/10-metrics-lab.conflist":        "cni.conflist",
		"etc/systemd/journald.conf.d/metrics-lab.conf": "journald.conf",
		"kind/manifests/default-cni.yaml":              "default-cni.yaml",
		"kind/manifests/default-storage.yaml":          "default-storage.yaml",
	}) {
		data, err := files.ReadFile("files/" + name)
		if err != nil {
			return fmt.Errorf("read the files of a node: %w", err)
		}
		if err := to.data(where, 0o644, data); err != nil {
			return err
		}
	}
	if err := to.data("etc/containerd/cri-base.json", 0o644, n.runtime); err != nil {
		return err
	}
	return to.data("kind/version", 0o644, []byte(n.kubernetes))
}

func (n node) writeUnits(to *tarball) error {
	const folder = "etc/systemd/system/"
	for _, unit := range enabledUnits() {
		if err := to.link(folder+"multi-user.target.wants/"+unit, "/"+folder+unit); err != nil {
			return err
		}
	}
	// It would register things with the kernel of the host.
	if err := to.link(folder+"systemd-binfmt.service", "/dev/null"); err != nil {
		return err
	}
	return to.link("usr/sbin/init", "/usr/lib/systemd/systemd")
}

func (n node) writePrograms(to *tarball) error {
	for where, file := range sorted(n.programs) {
		if err := to.program(where, file); err != nil {
			return err
		}
	}
	return to.dir("etc/kubernetes/manifests") // kubeadm expects it, as Kubernetes' packages make it
}

func (n node) writeLicenses(to *tarball) error {
	for name, data := range sorted(n.licenses) {
		if err := to.data(licenseFolder+name, 0o644, data); err != nil {
			return err
		}
	}
	return nil
}

func (n node) writeStore(to *tarball) error {
	file, err := os.Open(n.store)
	if err != nil {
		return fmt.Errorf("read containerd's store: %w", err)
	}
	defer func() { _ = file.Close() }()
	for reader := tar.NewReader(file); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read containerd's store: %w", err)
		}
		if err := to.copy(header, reader); err != nil {
			return err
		}
	}
}

// sorted goes through files in the order of their names, so that the same files
// make the same layer.
func sorted[T any](files map[string]T) iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if !yield(name, files[name]) {
				return
			}
		}
	}
}
