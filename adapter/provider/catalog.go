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

// sourceOf finds who answers a metric.
func (p *Provider) sourceOf(metric source.Metric) (source.ObjectSource, bool) {
	for _, s := range p.ObjectSources {
		if s.Has(metric) {
			return s, true
		}
	}
	return nil, false
}

// externalSourceOf finds who answers an external metric.
func (p *Provider) externalSourceOf(metric string) (source.ExternalSource, bool) {
	for _, s := range p.ExternalSources {
		if s.HasExternal(metric) {
			return s, true
		}
	}
	return nil, false
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
