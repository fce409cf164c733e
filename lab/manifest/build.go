// Package manifest builds kustomizations of the repository's manifests folder
// and applies them, without kubectl.
package manifest

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// Files are files by their path below manifests, with slashes.
type Files map[string][]byte

// Build returns the objects of a kustomization, namespaces and custom resource
// definitions first. root is the repository's top folder, kustomization a path
// below manifests: "overlays/embedded". The given files take the place of
// those in the repository, in memory only, so that several labs can be built
// from one checkout.
func Build(root, kustomization string, files Files) ([]*unstructured.Unstructured, error) {
	memory, err := load(os.DirFS(filepath.Join(root, "manifests")))
	if err != nil {
		return nil, fmt.Errorf("read the manifests: %w", err)
	}
	for name, data := range files {
		if err := memory.WriteFile(path.Join("/", name), data); err != nil {
			return nil, fmt.Errorf("put %s beside the manifests: %w", name, err)
		}
	}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionLegacy
	resources, err := krusty.MakeKustomizer(options).Run(memory, path.Join("/", kustomization))
	if err != nil {
		return nil, fmt.Errorf("build manifests/%s: %w", kustomization, err)
	}
	var objects []*unstructured.Unstructured
	for _, r := range resources.Resources() {
		content, err := r.Map()
		if err != nil {
			return nil, fmt.Errorf("build manifests/%s: %w", kustomization, err)
		}
		objects = append(objects, &unstructured.Unstructured{Object: content})
	}
	return objects, nil
}

func load(tree fs.FS) (filesys.FileSystem, error) {
	memory := filesys.MakeFsInMemory()
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		return memory.WriteFile(path.Join("/", name), data)
	})
	return memory, err
}

// Kinds splits objects into those of the given kind and the others.
func Kinds(objects []*unstructured.Unstructured, kind string) (of, others []*unstructured.Unstructured) {
	for _, object := range objects {
		if object.GetKind() == kind {
			of = append(of, object)
		} else {
			others = append(others, object)
		}
	}
	return of, others
}
