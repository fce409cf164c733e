package scenario

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// kustomize takes the objects of a kustomization. Where they are written is not known: errors name the scenario's line.
func (m *manifests) kustomize(at cursor, path string) {
	if !slices.ContainsFunc(konfig.RecognizedKustomizationFileNames(), func(name string) bool {
		_, err := os.Stat(filepath.Join(path, name))
		return err == nil
	}) {
		at.wrong("the folder %s has no kustomization.yaml: name its files, or add one", path)
		return
	}
	disk := &offline{FileSystem: filesys.MakeFsOnDisk()}
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(disk, path)
	if err = cmp.Or(disk.refused, err); err != nil {
		at.wrong("build %s: %v", path, err)
		return
	}
	for _, r := range resources.Resources() {
		data, err := r.MarshalJSON()
		if err != nil {
			at.wrong("build %s: %v", path, err)
			return
		}
		m.take(document{file: m.report.file, line: at.line, prefix: fmt.Sprintf("%s in %s: ", r.GetKind()+" "+r.GetName(), path), json: data})
	}
}
