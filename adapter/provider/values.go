package provider

import (
	"context"

	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/source"
)

// Values answers a metric for objects that exist, for other APIs than custom.metrics.k8s.io. Objects without a value are
// left out. The error is source.ErrUnknownMetric where no source has the metric; any other is one that a client may see.
func (p *Provider) Values(ctx context.Context, metric source.Metric, objects []types.NamespacedName) (map[types.NamespacedName]source.Sample, error) {
	t := target{metric: metric, sources: p.sourcesOf(metric)}
	if len(t.sources) == 0 {
		return nil, source.ErrUnknownMetric
	}
	if len(objects) == 0 {
		return nil, nil
	}
	samples, err := t.samples(ctx, objects)
	if err != nil {
		return nil, p.sampleError(err, metric, objects[0])
	}
	values := make(map[types.NamespacedName]source.Sample, len(objects))
	for i, object := range objects {
		if !samples[i].Unknown && !samples[i].Missing {
			values[object] = samples[i]
		}
	}
	return values, nil
}
