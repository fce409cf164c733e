package programs

import (
	"path"
	"slices"
	"strings"
)

// List names programs that are compiled together, into one folder.
type List struct {
	// Name says what they are for, in the name of their folder: "embedded".
	Name string
	// Paths are the import paths of their main packages, all of them tools of
	// scripts/controlplane/go.mod.
	Paths []string
}

const (
	etcdPath   = "go.etcd.io/etcd/server/v3"
	kubernetes = "k8s.io/kubernetes"
	containerd = "github.com/containerd/containerd/v2"
	plugins    = "github.com/containernetworking/plugins/plugins"
)

// Embedded returns what an embedded cluster runs, and kubectl.
func Embedded() List {
	return List{Name: "embedded", Paths: []string{
		etcdPath,
		kubernetes + "/cmd/kube-apiserver",
		kubernetes + "/cmd/kube-controller-manager",
		kubernetes + "/cmd/kube-scheduler",
		kubernetes + "/cmd/kubectl",
		"sigs.k8s.io/kwok/cmd/kwok",
		"sigs.k8s.io/kwok/cmd/kwokctl",
	}}
}

// Node returns what a kind node is made of: the programs of the node itself,
// and those of the images that it starts a control plane from.
func Node() List {
	return List{Name: "node", Paths: []string{
		containerd + "/cmd/containerd",
		containerd + "/cmd/containerd-shim-runc-v2",
		containerd + "/cmd/ctr",
		plugins + "/ipam/host-local",
		plugins + "/main/loopback",
		plugins + "/main/ptp",
		plugins + "/meta/portmap",
		"github.com/coredns/coredns",
		etcdPath,
		kubernetes + "/cmd/kube-apiserver",
		kubernetes + "/cmd/kube-controller-manager",
		kubernetes + "/cmd/kube-proxy",
		kubernetes + "/cmd/kube-scheduler",
		kubernetes + "/cmd/kubeadm",
		kubernetes + "/cmd/kubectl",
		kubernetes + "/cmd/kubelet",
		"sigs.k8s.io/cri-tools/cmd/crictl",
	}}
}

// Programs returns the file names of the programs, sorted.
func (l List) Programs() []string {
	var names []string
	for _, importPath := range l.Paths {
		names = append(names, programName(importPath))
	}
	slices.Sort(names)
	return names
}

// programName is what a program is called here.
func programName(importPath string) string {
	if importPath == etcdPath {
		return "etcd"
	}
	return compiledName(importPath)
}

// compiledName is what the go command calls a program: the last element of its
// path that is not a major version.
func compiledName(importPath string) string {
	dir, last := path.Split(importPath)
	if len(last) > 1 && last[0] == 'v' && strings.Trim(last[1:], "0123456789") == "" {
		return path.Base(dir)
	}
	return last
}
