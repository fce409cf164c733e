package scenario

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// offline is the disk for kustomize. It refuses kustomizations that name something that is elsewhere, before kustomize
// fetches it: a play needs no network, and is the same tomorrow.
type offline struct {
	filesys.FileSystem
	refused error // why; kustomize says that there is no kustomization
}

func (o *offline) ReadFile(path string) ([]byte, error) {
	data, err := o.FileSystem.ReadFile(path)
	if err != nil || !slices.Contains(konfig.RecognizedKustomizationFileNames(), filepath.Base(path)) {
		return data, err
	}
	if len(data) > maxFile {
		o.refused = fmt.Errorf("%s is larger than %d MiB: split it", path, maxFile>>20)
		return nil, o.refused
	}
	var k types.Kustomization
	if err := k.Unmarshal(data); err != nil {
		return data, nil //nolint:nilerr // kustomize says it better
	}
	for _, name := range named(k) {
		where := name
		if !filepath.IsAbs(where) {
			where = filepath.Join(filepath.Dir(path), name)
		}
		if !strings.ContainsAny(name, "\n{") && !o.Exists(where) {
			o.refused = fmt.Errorf("it names %s, which is not on this machine: write the path of a file or folder that is", name)
			return nil, o.refused
		}
	}
	return data, nil
}

// named are the files and folders that a kustomization names; of those that may be written in place, the texts have
// several lines.
func named(k types.Kustomization) []string {
	k.FixKustomization()
	all := slices.Concat(k.Resources, k.Components, k.Crds, k.Configurations, k.Generators, k.Transformers, k.Validators)
	for _, p := range k.PatchesStrategicMerge { //nolint:staticcheck // it is still read
		all = append(all, string(p))
	}
	for _, p := range slices.Concat(k.Patches, k.PatchesJson6902) { //nolint:staticcheck // it is still read
		all = append(all, p.Path)
	}
	for _, r := range k.Replacements {
		all = append(all, r.Path)
	}
	all = append(all, k.OpenAPI["path"])
	for _, g := range k.ConfigMapGenerator {
		all = append(all, sources(g.KvPairSources)...)
	}
	for _, g := range k.SecretGenerator {
		all = append(all, sources(g.KvPairSources)...)
	}
	return slices.DeleteFunc(all, func(name string) bool { return name == "" })
}

// sources are the files of a generator, which may be written as key=file.
func sources(s types.KvPairSources) (all []string) {
	for _, file := range s.FileSources {
		if _, path, ok := strings.Cut(file, "="); ok {
			file = path
		}
		all = append(all, file)
	}
	return append(append(all, s.EnvSources...), s.EnvSource)
}
