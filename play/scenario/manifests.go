package scenario

import (
	"os"
	"path/filepath"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/play/engine"
)

// manifests are what is taken of the user's files: HPAs, and what can be scaled.
type manifests struct {
	*report
	dir       string // paths are relative to it
	hpas      []*autoscalingv2.HorizontalPodAutoscaler
	workloads []engine.Workload
	unset     map[string]bool   // workloads whose manifests leave the replicas to the HPA
	seen      map[string]string // where each object is
	broken    bool              // something could not be read
}

// read takes files and kustomizations.
func (m *manifests) read(c cursor) {
	m.unset, m.seen = map[string]bool{}, map[string]string{}
	all := c.list("a manifest", maxElements)
	if c.there() && len(all) == 0 {
		c.wrong("manifests has no element: write the files that have the HPA, such as %s", manifestExample)
	}
	paths := map[string]bool{}
	for _, at := range all {
		path, ok := at.text()
		if !ok {
			continue
		}
		if strings.Contains(path, "://") {
			at.wrong("the manifest %s is not on this machine: write a path", path)
			m.broken = true
			continue
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(m.dir, path)
		}
		if paths[path] {
			at.wrong("the manifest %s is there twice: remove one of them", path)
			m.broken = true
			continue
		}
		paths[path] = true
		before := len(m.found)
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			m.kustomize(at, path)
		} else {
			m.file(at.wrong, path)
		}
		if len(m.found) > before {
			m.broken = true
		}
	}
	if len(m.hpas) == 0 && len(all) > 0 && !m.broken {
		c.wrong("the manifests have no HorizontalPodAutoscaler: add a file that has one")
	}
	if len(m.hpas) > maxHPAs {
		c.wrong("the manifests have %d HPAs: a play takes at most %d", len(m.hpas), maxHPAs)
	}
}

// file takes a file of one or more documents.
func (m *manifests) file(wrong func(format string, args ...any), path string) {
	data, err := readFile(path, maxFile)
	if err != nil {
		wrong("%v", err)
		return
	}
	for _, d := range m.documents(path, data) {
		m.take(d)
	}
}

// document is one object of a manifest, and where it is.
type document struct {
	file   string
	line   int
	prefix string // of messages, if the line is not that of the object
	json   []byte
}

func (m *manifests) refuse(d document, message string) { m.addIn(d.file, d.line, d.prefix+message) }

// common is the namespace of all HPAs, or empty.
func (m *manifests) common() string {
	namespace := ""
	for i, hpa := range m.hpas {
		if i > 0 && hpa.Namespace != namespace {
			return ""
		}
		namespace = hpa.Namespace
	}
	return namespace
}

// target is the kind of what an HPA scales.
func target(hpa *autoscalingv2.HorizontalPodAutoscaler) schema.GroupKind {
	ref := hpa.Spec.ScaleTargetRef
	return schema.FromAPIVersionAndKind(ref.APIVersion, ref.Kind).GroupKind()
}
