package nodeimage

import (
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/modfile"

	"example.com/metrics-lab/lab/build/programs"
)

const (
	// Repository is that of the node images. Their tags begin with the version
	// of Kubernetes: "v1.37.2-0123456789ab".
	Repository = "metrics-lab/node"
	// keyLabel is on each node image.
	keyLabel = "lab.example.com/node-image"
	// kindModule has the files of kind's own base image.
	kindModule = "sigs.k8s.io/kind"
	// recipe is to be changed with the code that lays out a node, when what
	// comes out of it changes: the files and packages count by themselves.
	recipe = "1"
)

// files are what a node image has of this repository.
//
//go:embed files pause/main.go
var files embed.FS

// identity is what a node image is made from. A change of any of it gives
// another name.
type identity struct {
	kubernetes string // "v1.37.2"
	kind       string // version of kind
	rootKey    string // of the root file system
	storeKey   string // of containerd's store
	key        string
}

func identify(ctx context.Context, root string) (identity, error) {
	set, err := programs.Find(ctx, root, programs.Node())
	if err != nil {
		return identity{}, err
	}
	kind, err := kindVersion(root)
	if err != nil {
		return identity{}, err
	}
	own, err := hashFiles(files)
	if err != nil {
		return identity{}, err
	}
	id := identity{kubernetes: set.Kubernetes, kind: kind}
	id.rootKey = short(suite, runtime.GOARCH, strings.Join(packages(), " "))
	id.storeKey = short(recipe, id.rootKey, filepath.Base(set.Dir), own, kind)
	id.key = short(recipe, id.storeKey, strings.Join(unwanted(), " "), strings.Join(kept(), " "), strings.Join(enabledUnits(), " "))
	return id, nil
}

func (i identity) name() string { return Repository + ":" + i.kubernetes + "-" + i.key }

func short(parts ...string) string {
	return fmt.Sprintf("%.6x", sha256.Sum256([]byte(strings.Join(parts, "\n"))))
}

// kindVersion is the version that the lab uses as a library: the files of a
// node must fit it.
func kindVersion(root string) (string, error) {
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", fmt.Errorf("look for the version of kind: %w", err)
	}
	file, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		return "", fmt.Errorf("look for the version of kind: %w", err)
	}
	for _, required := range file.Require {
		if required.Mod.Path == kindModule {
			return required.Mod.Version, nil
		}
	}
	return "", fmt.Errorf("%s/go.mod does not require %s", root, kindModule)
}

func hashFiles(files fs.FS) (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, path)
		_, _ = fmt.Fprintf(hash, "%s %d\n%s", path, len(data), data)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the files of a node: %w", err)
	}
	return fmt.Sprintf("%x", hash.Sum(nil)), nil
}
