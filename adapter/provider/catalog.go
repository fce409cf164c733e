package provider

import (
	"cmp"
	"slices"
	"strings"

	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/source"
)

// ListAllMetrics lists the metrics of all object sources for discovery, ordered by resource and name. It is the same slice
// as long as nothing has changed, and nobody may change it.
func (p *Provider) ListAllMetrics() []metricsprovider.CustomMetricInfo {
	of := make([][]source.Metric, len(p.ObjectSources))
	for i, s := range p.ObjectSources {
		of[i] = s.Metrics()
	}
	return p.custom.list(of, func() []metricsprovider.CustomMetricInfo {
		infos := []metricsprovider.CustomMetricInfo{}
		for _, metric := range sorted(of, byResourceAndName) {
			infos = append(infos, metricsprovider.CustomMetricInfo{
				GroupResource: metric.Resource,
				Namespaced:    metric.Namespaced,
				Metric:        metric.Name,
			})
		}
		return infos
	})
}

// ListAllExternalMetrics lists the metrics of all external sources for discovery, ordered by name. It is the same slice as
// long as nothing has changed, and nobody may change it.
func (p *Provider) ListAllExternalMetrics() []metricsprovider.ExternalMetricInfo {
	of := make([][]string, len(p.ExternalSources))
	for i, s := range p.ExternalSources {
		of[i] = s.ExternalMetrics()
	}
	return p.external.list(of, func() []metricsprovider.ExternalMetricInfo {
		infos := []metricsprovider.ExternalMetricInfo{}
		for _, name := range sorted(of, strings.Compare) {
			infos = append(infos, metricsprovider.ExternalMetricInfo{Metric: name})
		}
		return infos
	})
}

// sourcesOf finds who has a metric, of whichever objects, in their order.
func (p *Provider) sourcesOf(metric source.Metric) []source.ObjectSource {
	var having []source.ObjectSource
	for i, s := range p.ObjectSources {
		switch {
		case !s.Has(metric):
		case having == nil:
			having = p.ObjectSources[i : i+1 : i+1] // mostly it is only one, which needs no memory
		default:
			having = append(having, s)
		}
	}
	return having
}

// hasExternal tells whether there is an external metric, in whichever namespace.
func (p *Provider) hasExternal(metric string) bool {
	return slices.ContainsFunc(p.ExternalSources, func(s source.ExternalSource) bool { return s.HasExternal(metric) })
}

// metrics are those of all object sources, in order and each once.
func (p *Provider) metrics() []source.Metric {
	var of [][]source.Metric
	for _, s := range p.ObjectSources {
		of = append(of, s.Metrics())
	}
	return sorted(of, byResourceAndName)
}

// externalMetrics are those of all external sources, in order and each once.
func (p *Provider) externalMetrics() []string {
	var of [][]string
	for _, s := range p.ExternalSources {
		of = append(of, s.ExternalMetrics())
	}
	return sorted(of, strings.Compare)
}

// sorted are the metrics of several sources, in order and each once.
func sorted[T comparable](of [][]T, compare func(a, b T) int) []T {
	all := slices.Concat(of...)
	slices.SortFunc(all, compare)
	return slices.Compact(all)
}

func byResourceAndName(a, b source.Metric) int {
	return cmp.Or(
		cmp.Compare(a.Resource.String(), b.Resource.String()),
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(scope(a), scope(b)),
	)
}

// scope says in words where a metric's objects live.
func scope(metric source.Metric) string {
	if metric.Namespaced {
		return "namespaced"
	}
	return "root-scoped"
}
