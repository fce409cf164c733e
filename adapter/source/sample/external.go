package sample

import (
	"context"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/source"
)

// queueMessages is the one external metric: how many messages wait in each queue.
const queueMessages = "queue-messages"

// ExternalMetrics implements source.ExternalSource.
func (s *Source) ExternalMetrics() []string {
	return []string{queueMessages}
}

// HasExternal implements source.ExternalSource.
func (s *Source) HasExternal(metric string) bool {
	return metric == queueMessages
}

// ExternalSamples answers constant values, the same in every namespace. One series has a label that the others lack, so
// that selectors such as "tier", "!tier" and "queue notin (invoices)" differ.
func (s *Source) ExternalSamples(_ context.Context, _, metric string, _ labels.Selector) ([]source.Sample, error) {
	if !s.HasExternal(metric) {
		return nil, source.ErrUnknownMetric
	}
	return []source.Sample{
		s.queue(40, labels.Set{"queue": "orders"}),
		s.queue(5, labels.Set{"queue": "orders", "tier": "premium"}),
		s.queue(10, labels.Set{"queue": "invoices"}),
	}, nil
}

func (s *Source) queue(messages int64, series labels.Set) source.Sample {
	return source.Sample{
		Value:  *resource.NewQuantity(messages, resource.DecimalSI),
		Time:   s.clock.Now(),
		Labels: series,
	}
}
