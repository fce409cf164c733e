package provider

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/metrics/pkg/apis/external_metrics"
	metricsprovider "sigs.k8s.io/custom-metrics-apiserver/pkg/provider"

	"example.com/metrics-lab/adapter/source"
)

// GetExternalMetric answers the series of an external metric that a selector picks. There may be none.
func (p *Provider) GetExternalMetric(ctx context.Context, namespace string, metricSelector labels.Selector, info metricsprovider.ExternalMetricInfo) (*external_metrics.ExternalMetricValueList, error) {
	from, ok := p.externalSourceOf(info.Metric)
	if !ok {
		return nil, p.unknownExternalMetric(info.Metric)
	}
	samples, err := from.ExternalSamples(ctx, namespace, info.Metric, metricSelector)
	if err != nil {
		return nil, p.externalSampleError(err, info.Metric, namespace)
	}
	list := &external_metrics.ExternalMetricValueList{Items: []external_metrics.ExternalMetricValue{}}
	for _, sample := range samples {
		if metricSelector.Matches(sample.Labels) {
			list.Items = append(list.Items, externalValue(info.Metric, sample))
		}
	}
	return list, nil
}

func externalValue(metric string, sample source.Sample) external_metrics.ExternalMetricValue {
	return external_metrics.ExternalMetricValue{
		MetricName:   metric,
		MetricLabels: sample.Labels,
		Timestamp:    metav1.NewTime(sample.Time),
		Value:        sample.Value,
	}
}
