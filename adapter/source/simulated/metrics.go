package simulated

import (
	"k8s.io/component-base/metrics"
)

// collector is what the source says of itself at /metrics.
type collector struct {
	metrics.BaseStableCollector
	source        *Source
	declarations  *metrics.Desc
	watchFailures *metrics.Desc
}

// Collector answers the metrics of the source itself, to be registered: how many declarations there are, by whether they
// are accepted, and how often they could not be listed or watched.
func (s *Source) Collector() metrics.StableCollector {
	return &collector{
		source: s,
		declarations: metrics.NewDesc("metrics_adapter_declarations",
			"SimulatedMetrics and ClusterSimulatedMetrics that the adapter knows, by whether it can use them.", []string{"accepted"}, nil, metrics.ALPHA, ""),
		watchFailures: metrics.NewDesc("metrics_adapter_declarations_watch_failures_total",
			"How often SimulatedMetrics and ClusterSimulatedMetrics could not be listed or watched.", nil, nil, metrics.ALPHA, ""),
	}
}

// DescribeWithStability implements metrics.StableCollector.
func (c *collector) DescribeWithStability(ch chan<- *metrics.Desc) {
	ch <- c.declarations
	ch <- c.watchFailures
}

// CollectWithStability implements metrics.StableCollector.
func (c *collector) CollectWithStability(ch chan<- metrics.Metric) {
	accepted, broken := c.source.declared.count()
	ch <- metrics.NewLazyConstMetric(c.declarations, metrics.GaugeValue, float64(accepted), "true")
	ch <- metrics.NewLazyConstMetric(c.declarations, metrics.GaugeValue, float64(broken), "false")
	ch <- metrics.NewLazyConstMetric(c.watchFailures, metrics.CounterValue, float64(c.source.watchFailures.Load()))
}
