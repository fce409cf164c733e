package provider

import (
	"context"
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/metrics/pkg/apis/external_metrics"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/source"
)

// GetExternalMetric answers the series of an external metric that a selector picks. There may be none.
func (p *Provider) GetExternalMetric(ctx context.Context, namespace string, metricSelector labels.Selector, info metricsprovider.ExternalMetricInfo) (*external_metrics.ExternalMetricValueList, error) {
	samples, err := p.series(ctx, namespace, info.Metric, metricSelector)
	if err != nil {
		return nil, p.externalSampleError(err, info.Metric, namespace)
	}
	list := &external_metrics.ExternalMetricValueList{Items: make([]external_metrics.ExternalMetricValue, 0, len(samples))}
	for i := range samples {
		sample := &samples[i]
		if sample.Missing || !metricSelector.Matches(sample.Labels) {
			continue
		}
		if sample.Value.Sign() < 0 && !sample.AllowNegative {
			return nil, negativeSample(info.Metric, namespace, sample)
		}
		list.Items = append(list.Items, externalValue(info.Metric, sample))
	}
	return list, nil
}

// series asks the sources for an external metric: the first that has series for the namespace answers. The error is
// source.ErrUnknownMetric if none has.
func (p *Provider) series(ctx context.Context, namespace, metric string, selector labels.Selector) ([]source.Sample, error) {
	for _, s := range p.ExternalSources {
		if !s.HasExternal(metric) {
			continue
		}
		samples, err := s.ExternalSamples(ctx, namespace, metric, selector)
		if !errors.Is(err, source.ErrUnknownMetric) {
			return samples, err
		}
	}
	return nil, source.ErrUnknownMetric
}

func externalValue(metric string, sample *source.Sample) external_metrics.ExternalMetricValue {
	return external_metrics.ExternalMetricValue{
		MetricName:   metric,
		MetricLabels: sample.Labels,
		Timestamp:    metav1.NewTime(sample.Time),
		Value:        sample.Value,
	}
}
