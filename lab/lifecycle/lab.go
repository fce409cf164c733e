// Package lifecycle brings a whole lab up and down, and says how it is: a cluster,
// the adapter in it, and the context in the user's kubeconfig.
package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/state"
)

// DefaultName is the name of a lab that is not given one.
const DefaultName = state.DefaultName

// DefaultHPASyncPeriod is short, so that an experiment takes seconds;
// Kubernetes' own default is 15 s.
const DefaultHPASyncPeriod = time.Second

// Options say which lab is meant and how it is to be.
type Options struct {
	// Name of the lab; labs of different names run side by side.
	Name string
	// Cluster is the kind of cluster: Embedded, Kind or Auto. A lab that exists
	// keeps the one it has, and asking for another one is an error.
	Cluster string
	// Image is the node image of a kind cluster; empty means one that was built
	// here, else kind's default.
	Image string
	// HPASyncPeriod is how often the HPA controller looks at each HPA; 0 means
	// DefaultHPASyncPeriod. A cluster that exists keeps the one it has.
	HPASyncPeriod time.Duration
	// Kubeconfig is the file that gets the lab's context; empty means kubectl's.
	Kubeconfig string
	// Root is the repository's top folder.
	Root string
}

// Lab is a lab that is up.
type Lab struct {
	// Name is its name.
	Name string
	// Cluster is the kind of its cluster: Embedded or Kind.
	Cluster string
	// Context is the name of its context in the kubeconfig.
	Context string
	// Clients are those of an administrator.
	*clients.Clients
}

// lock keeps other commands away from the lab. show is told if that takes a while; nil: nobody is.
func lock(ctx context.Context, l state.Folder, show *console.Console) (unlock func(), err error) {
	return state.Lock(ctx, "lab-"+l.Name, func() {
		if show != nil {
			show.Say("another command works on the lab %s: waiting for it", l.Name)
		}
	})
}

// FindRoot returns the top folder of the repository that the current folder is
// in.
func FindRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the current folder: %w", err)
	}
	return FindRootOf(start)
}

// FindRootOf is FindRoot for another folder.
func FindRootOf(start string) (string, error) {
	dir := start
	for {
		_, err := os.Stat(filepath.Join(dir, "scripts", "controlplane", "go.mod"))
		if err == nil {
			return dir, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("look for the repository: %w", err)
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not in a checkout of the lab's repository: go there first", start)
		}
		dir = filepath.Dir(dir)
	}
}
