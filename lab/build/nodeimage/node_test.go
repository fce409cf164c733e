package nodeimage

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWriteNode: all parts of a node are there, each file once and after its
// folder, with the modes and links that kind's Dockerfile gives them.
func TestWriteNode(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"kind/usr/local/bin/entrypoint", "kind/kind/bin/hook.sh", "kind/etc/crictl.yaml", "kubelet"} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	store := filepath.Join(dir, "store.tar")
	var archive bytes.Buffer
	to := newTarball(&archive)
	if err := errors.Join(to.data("var/lib/containerd/meta.db", 0o644, nil), to.close()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(store, archive.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	n := node{
		kubernetes: "v1.37.2", kindFiles: filepath.Join(dir, "kind"), store: store, runtime: []byte("{}"),
		root: merged(t, &tar.Header{Typeflag: tar.TypeDir, Name: "./usr/share/doc/x"}, &tar.Header{Typeflag: tar.TypeReg, Name: "./usr/share/doc/x/README"},
			&tar.Header{Typeflag: tar.TypeReg, Name: "./usr/share/doc/x/copyright", Mode: 0o644}),
		licenses: map[string][]byte{"LICENSES.txt": []byte("You may.")},
		programs: map[string]string{"usr/bin/kubelet": filepath.Join(dir, "kubelet")},
	}
	var out, again bytes.Buffer
	if err := errors.Join(n.write(&out), n.write(&again)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same node makes two different layers")
	}
	got := describe(t, &out)
	for name, want := range map[string]string{
		"lib":                          "-> usr/lib",
		"usr/sbin/init":                "-> /usr/lib/systemd/systemd",
		"usr/local/bin/entrypoint":     "755",
		"kind/bin/hook.sh":             "755",
		"etc/crictl.yaml":              "644",
		"usr/bin/kubelet":              "755",
		"kind/version":                 "644",
		"etc/containerd/cri-base.json": "644",
		"var/lib/containerd/meta.db":   "644",
		"etc/systemd/system/multi-user.target.wants/kubelet.service": "-> /etc/systemd/system/kubelet.service",
		"etc/systemd/system/systemd-binfmt.service":                  "-> /dev/null",
		"etc/cni/net.d/10-metrics-lab.conflist":                      "644",
		"kind/manifests/default-cni.yaml":                            "644",
		"usr/share/doc/x/README":                                     "",
		"usr/share/doc/x/copyright":                                  "644",
		"usr/share/doc/metrics-lab/LICENSES.txt":                     "644",
	} {
		if got[name] != want {
			t.Errorf("%s: got %q, want %q", name, got[name], want)
		}
	}
}

// describe returns the modes and link targets of what is in an archive.
func describe(t *testing.T, r io.Reader) map[string]string {
	t.Helper()
	found := map[string]string{"": ""}
	for reader := tar.NewReader(r); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		name := clean(header.Name)
		if _, twice := found[name]; twice {
			t.Errorf("%s is there twice", name)
		}
		if _, folder := found[clean(filepath.Dir("/"+name))]; !folder {
			t.Errorf("%s comes before its folder", name)
		}
		found[name] = fmt.Sprintf("%o", header.Mode)
		if header.Typeflag == tar.TypeSymlink {
			found[name] = "-> " + header.Linkname
		}
	}
}

func TestSandboxImage(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, config, want string }{
		{"kind's", "[plugins.x]\n  # use fixed sandbox image\n  sandbox_image = \"registry.k8s.io/pause:3.10\"\n", "registry.k8s.io/pause:3.10"},
		{"none", "# sandbox_image = \"x\"\n", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "config.toml")
			if err := os.WriteFile(file, []byte(row.config), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := sandboxImage(file); got != row.want || (err == nil) != (row.want != "") {
				t.Errorf("got %q, %v, want %q", got, err, row.want)
			}
		})
	}
}

// TestComponent: the lab makes the images that it knows, under any name that
// kubeadm gives them, and says which one it does not.
func TestComponent(t *testing.T) {
	t.Parallel()
	b := &build{}
	for _, name := range []string{"kube-apiserver:v1", "kube-controller-manager:v1", "kube-scheduler:v1", "kube-proxy:v1", "etcd:3.7.0-0", "coredns/coredns:v1"} {
		if _, err := b.component("registry.k8s.io/" + name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.component("registry.k8s.io/new:v1"); err == nil {
		t.Error("an image that nobody knows was made")
	}
}

// TestCached: what could not be made is not there, and what is there is not
// made again.
func TestCached(t *testing.T) {
	t.Parallel()
	b := &build{cache: t.TempDir(), work: t.TempDir()}
	made := []string{}
	for _, failure := range []error{os.ErrInvalid, nil, os.ErrInvalid} {
		err := b.cached("thing", func(file string) error {
			made = append(made, fmt.Sprint(failure))
			return errors.Join(os.WriteFile(file, nil, 0o600), failure)
		})
		_, missing := os.Stat(b.inCache("thing"))
		if (err != nil) != (missing != nil) {
			t.Errorf("got %v, and looking for it %v", err, missing)
		}
	}
	if diff := cmp.Diff([]string{fmt.Sprint(os.ErrInvalid), "<nil>"}, made); diff != "" {
		t.Errorf("how often it was made (-want +got):\n%s", diff)
	}
}

func TestPruneAndClear(t *testing.T) {
	t.Parallel()
	b := &build{cache: t.TempDir(), identity: identity{kubernetes: "v1.37.2", rootKey: "r", storeKey: "s"}}
	for _, name := range []string{b.rootArchive(), b.storeArchive(), "root-bookworm-old.tar", "images-v1.36.0-old.tar", "work-1/x"} {
		if err := os.MkdirAll(filepath.Dir(b.inCache(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(b.inCache(name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(b.prune(), b.clear()); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(b.cache)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, entry := range entries {
		left = append(left, entry.Name())
	}
	want := []string{b.rootArchive(), b.storeArchive()}
	slices.Sort(want)
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}
