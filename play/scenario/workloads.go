package scenario

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/play/engine"
)

// workloads reads what a test says of them, beyond the manifests.
type workloads struct {
	*suite
	cursor

	of    map[string]*engine.Workload
	unset map[string]bool // replicas
}

// read returns all that HPAs of the manifests scale.
func (w *workloads) read(c cursor) []engine.Workload {
	w.of, w.unset = map[string]*engine.Workload{}, maps.Clone(w.manifests.unset)
	for _, known := range w.manifests.workloads {
		if w.scaled(known) {
			w.of[keyOf(known)] = &known
		}
	}
	seen := map[string]bool{}
	for _, at := range c.list("a workload", maxElements) {
		w.one(at, seen)
	}
	for _, hpa := range w.manifests.hpas {
		wanted := engine.Workload{Kind: target(hpa), Namespace: hpa.Namespace, Name: hpa.Spec.ScaleTargetRef.Name}
		found, there := w.of[keyOf(wanted)]
		if !there {
			ref := hpa.Spec.ScaleTargetRef
			w.wrong("no manifest has the %s %s, which the HPA %s scales: name its file in manifests, or write under workloads: - {target: %s/%s}",
				ref.Kind, nameOf(hpa.Namespace, ref.Name), nameOf(hpa.Namespace, hpa.Name), ref.Kind, ref.Name)
			continue
		}
		if w.unset[keyOf(wanted)] && hpa.Spec.MinReplicas != nil {
			found.Replicas = max(found.Replicas, *hpa.Spec.MinReplicas)
		}
	}
	var all []engine.Workload
	for _, key := range slices.Sorted(maps.Keys(w.of)) {
		all = append(all, *w.of[key])
	}
	return all
}

func (w *workloads) scaled(known engine.Workload) bool {
	for _, hpa := range w.manifests.hpas {
		if keyOf(engine.Workload{Kind: target(hpa), Namespace: hpa.Namespace, Name: hpa.Spec.ScaleTargetRef.Name}) == keyOf(known) {
			return true
		}
	}
	return false
}

// one reads an element of workloads.
func (w *workloads) one(c cursor, seen map[string]bool) {
	f := c.fields("target", "namespace", "replicas", "labels", "requests", "startup", "serves")
	of, ok := w.target(f)
	if !ok {
		return
	}
	key := keyOf(of)
	if seen[key] {
		c.wrong("the workload %s/%s is there twice: write one element for it", of.Kind.Kind, of.Name)
		return
	}
	seen[key] = true
	known, there := w.of[key]
	if !there {
		known = &of
		w.of[key], w.unset[key] = known, true
	}
	w.pods(f, known, there)
	if replicas, ok := f.get("replicas").integer(0, maxReplicas); ok {
		known.Replicas, w.unset[key] = int32(replicas), false //nolint:gosec // bounded
	}
	startup(f.get("startup"), &known.Startup)
	known.Serving = w.serves(f.get("serves"))
}

// target is the workload that an element is about: one that an HPA scales.
func (w *workloads) target(f fields) (of engine.Workload, ok bool) {
	c := f.need("target", "Deployment/web")
	text, ok := c.text()
	if !ok {
		return of, false
	}
	namespace := f.get("namespace").string()
	var all []string
	found := map[schema.GroupKind]bool{}
	for _, hpa := range w.manifests.hpas {
		ref := hpa.Spec.ScaleTargetRef
		name := ref.Kind + "/" + ref.Name
		all = append(all, name)
		if name != text || namespace != "" && namespace != hpa.Namespace {
			continue
		}
		if len(found) > 0 && (of.Namespace != hpa.Namespace || !found[target(hpa)]) {
			c.wrong("HPAs scale several %s: write namespace too", text)
			return of, false
		}
		found[target(hpa)] = true
		of = engine.Workload{Kind: target(hpa), Namespace: hpa.Namespace, Name: ref.Name}
	}
	if len(found) == 0 {
		slices.Sort(all)
		c.wrong("no HPA scales %s: %s", strings.Trim(namespace+" "+text, " "), oneOf(text, slices.Compact(all)))
	}
	return of, len(found) > 0
}
