package scenario

import (
	"testing"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/play/engine"
)

// TestUtilizationIsInPercent: a bound of "80" is 80 %.
func TestUtilizationIsInPercent(t *testing.T) {
	t.Parallel()
	value := int64(80)
	d := engine.Decision{Metrics: []engine.Reading{{Value: &value}}}
	for kind, want := range map[autoscalingv2.MetricTargetType]int64{autoscalingv2.UtilizationMetricType: 80_000, autoscalingv2.AverageValueMetricType: 80} {
		if got, ok := reading(d, 0, engine.Target{Kind: kind}); !ok || got != want {
			t.Errorf("%s: want %d milli-units, got %d", kind, want, got)
		}
	}
}

// TestSeriesOfOtherLabelsServesNothing: an external metric is known by its labels too.
func TestSeriesOfOtherLabelsServesNothing(t *testing.T) {
	t.Parallel()
	known := engine.Metric{Type: autoscalingv2.ExternalMetricSourceType, Name: "queue_depth", Labels: map[string]string{"queue": "orders"}}
	for queue, want := range map[string]bool{"orders": true, "mails": false} {
		w := wanted{Metric: engine.Metric{Type: known.Type}, name: known.Name, selector: labels.SelectorFromSet(labels.Set{"queue": queue})}
		if got := (&metrics{}).serves(known, w); got != want {
			t.Errorf("%s: want %t, got %t", queue, want, got)
		}
	}
}
