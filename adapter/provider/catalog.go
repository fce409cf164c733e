package provider

import (
	"cmp"
	"slices"

	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/source"
)

// ListAllMetrics lists the metrics of all object sources for discovery, ordered by resource and name.
func (p *Provider) ListAllMetrics() []metricsprovider.CustomMetricInfo {
	infos := []metricsprovider.CustomMetricInfo{}
	for _, metric := range p.metrics() {
		infos = append(infos, metricsprovider.CustomMetricInfo{
			GroupResource: metric.Resource,
			Namespaced:    metric.Namespaced,
			Metric:        metric.Name,
		})
	}
	return infos
}

// ListAllExternalMetrics lists the metrics of all external sources for discovery, ordered by name.
func (p *Provider) ListAllExternalMetrics() []metricsprovider.ExternalMetricInfo {
	infos := []metricsprovider.ExternalMetricInfo{}
	for _, name := range p.externalMetrics() {
		infos = append(infos, metricsprovider.ExternalMetricInfo{Metric: name})
	}
	return infos
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
	var all []source.Metric
	for _, s := range p.ObjectSources {
		all = append(all, s.Metrics()...)
	}
	slices.SortFunc(all, byResourceAndName)
	return slices.Compact(all)
}

// externalMetrics are those of all external sources, in order and each once.
func (p *Provider) externalMetrics() []string {
	var all []string
	for _, s := range p.ExternalSources {
		all = append(all, s.ExternalMetrics()...)
	}
	slices.Sort(all)
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
