package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"example.com/metrics-lab/adapter/source"
)

// named is how many metrics the answer to an unknown one names. It becomes part of a condition and of each event of an
// autoscaler.
const named = 5

// similar says what is known instead of a metric in a namespace: metrics of the resource, and of that name, or else all.
func (p *Provider) similar(metric source.Metric, namespace string) string {
	var similar, all []hint
	for _, known := range p.metrics() {
		if !p.isIn(known, namespace) {
			continue
		}
		h := hint{known.Name, fmt.Sprintf("%s/%s (%s)", known.Resource, known.Name, scope(known))}
		all = append(all, h)
		if known.Resource == metric.Resource || known.Name == metric.Name {
			similar = append(similar, h)
		}
	}
	if len(similar) > 0 {
		all = similar
	}
	return nearest(metric.Name, all)
}

// similarExternal says which external metrics a namespace has instead of another one.
func (p *Provider) similarExternal(metric, namespace string) string {
	var all []hint
	for _, known := range p.externalMetrics() {
		if p.isExternalIn(known, namespace) {
			all = append(all, hint{known, known})
		}
	}
	return nearest(metric, all)
}

// isIn tells whether a metric may be named in a namespace. What only other namespaces have is none of its business.
func (p *Provider) isIn(metric source.Metric, namespace string) bool {
	if !metric.Namespaced {
		namespace = ""
	}
	return slices.ContainsFunc(p.ObjectSources, func(s source.ObjectSource) bool {
		local, ok := s.(source.Local)
		return s.Has(metric) && (!ok || local.HasIn(metric, namespace))
	})
}

func (p *Provider) isExternalIn(metric, namespace string) bool {
	return slices.ContainsFunc(p.ExternalSources, func(s source.ExternalSource) bool {
		local, ok := s.(source.Local)
		return s.HasExternal(metric) && (!ok || local.HasExternalIn(metric, namespace))
	})
}

// hint is the name of a metric, and how it is written for people.
type hint struct{ name, written string }

// nearest enumerates metrics. Of many it takes those whose names are most like the one that was asked for, and counts the
// others.
func nearest(asked string, known []hint) string {
	if len(known) == 0 {
		return "none"
	}
	rest := ""
	if len(known) > named {
		rest = fmt.Sprintf(" and %d more", len(known)-named)
		slices.SortStableFunc(known, func(a, b hint) int {
			return levenshtein.ComputeDistance(asked, a.name) - levenshtein.ComputeDistance(asked, b.name)
		})
		known = known[:named]
	}
	texts := make([]string, len(known))
	for i, h := range known {
		texts[i] = h.written
	}
	return strings.Join(texts, ", ") + rest
}
