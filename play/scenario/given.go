package scenario

import (
	"fmt"
	"os"
	"slices"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/play/engine"
)

// Split tells scenario files and folders among paths from manifests, which are files without tests.
func Split(paths []string) (scenarios, manifests []string, err error) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			data, err := readFile(path, maxFile)
			if err != nil {
				return nil, nil, Errors{{File: path, Message: err.Error()}}
			}
			if !hasTests.Match(data) {
				manifests = append(manifests, path)
				continue
			}
		}
		scenarios = append(scenarios, path)
	}
	return scenarios, manifests, nil
}

// give reads manifests that are given beside a scenario file. Their HPAs take the places of those that have the same name or the
// same target, and their workloads of those that have the same name; a later file that of an earlier one.
func (m *manifests) give(paths []string) {
	for _, path := range paths {
		before := len(m.found)
		given := &manifests{report: m.report, unset: map[string]bool{}, seen: map[string]string{}}
		given.file(func(format string, args ...any) { m.addIn(path, 0, fmt.Sprintf(format, args...)) }, path)
		switch {
		case len(m.found) > before:
			given.broken = true
		case len(given.hpas) == 0:
			m.addIn(path, 0, "it has neither tests nor a HorizontalPodAutoscaler: name a scenario file, or a manifest with an HPA")
			given.broken = true
		}
		m.prefer(given)
	}
}

// prefer puts what is given in the places of what there is.
func (m *manifests) prefer(given *manifests) {
	m.hpas = slices.DeleteFunc(m.hpas, func(own *autoscalingv2.HorizontalPodAutoscaler) bool {
		return slices.ContainsFunc(given.hpas, func(other *autoscalingv2.HorizontalPodAutoscaler) bool { return samePlace(own, other) })
	})
	m.hpas = append(m.hpas, given.hpas...)
	m.broken = m.broken || given.broken
	for _, w := range given.workloads {
		m.workloads = slices.DeleteFunc(m.workloads, func(own engine.Workload) bool { return own.Kind == w.Kind && keyOf(own) == keyOf(w) })
		m.workloads = append(m.workloads, w)
		m.unset[keyOf(w)] = given.unset[keyOf(w)]
	}
}

func samePlace(a, b *autoscalingv2.HorizontalPodAutoscaler) bool {
	return a.Namespace == b.Namespace && (a.Name == b.Name || a.Spec.ScaleTargetRef == b.Spec.ScaleTargetRef)
}
