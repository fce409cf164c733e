package check

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/scripts/lab/gocommand"
)

const (
	queueLength  = "queue_length"
	queueWaiting = "queue_waiting_seconds"
	// recently is how old a sample may be. The source of lesson 7 refuses older
	// ones long before.
	recently = time.Minute
)

func lesson7() lesson {
	return lesson{"Your own source", []item{
		{"adapter/source/queue has tests, and they pass", queueTestsPass},
		{"the adapter answers queue_length of each queue, measured recently", func(_ context.Context, l *Lab) error {
			return queuesAreMeasured(l, queueLength, "step 2 starts what it comes from, steps 3 to 5 make it")
		}},
		{"the HPA queue/worker scales on queue_length of the queue orders", func(ctx context.Context, l *Lab) error {
			return workerScalesOn(ctx, l, queueLength, autoscalingv2.AverageValueMetricType, "step 6 makes it")
		}},
		{"the adapter answers queue_waiting_seconds of each queue, too", func(_ context.Context, l *Lab) error {
			return queuesAreMeasured(l, queueWaiting, "exercise 1 adds it")
		}},
		{"the HPA queue/worker scales on both", func(ctx context.Context, l *Lab) error {
			return workerScalesOn(ctx, l, queueWaiting, autoscalingv2.ValueMetricType, "exercise 2 adds it")
		}},
	}}
}

func queueTestsPass(ctx context.Context, l *Lab) error {
	tests, err := filepath.Glob(filepath.Join(l.Root, "adapter", "source", "queue", "*_test.go"))
	if err != nil {
		return err
	}
	if len(tests) == 0 {
		return errors.New("there are none: steps 3 and 4 put the source and its tests there")
	}
	return testsPass(ctx, l, "./adapter/source/queue")
}

func testsPass(ctx context.Context, l *Lab, folder string) error {
	if err := gocommand.Command(ctx, l.Root, "test", folder).Run(); err != nil {
		return fmt.Errorf("%w: type go test %s to see why", err, folder)
	}
	return nil
}

// queuesAreMeasured: there is at least one series, each of a queue of its own,
// and none is old.
func queuesAreMeasured(l *Lab, metric, step string) error {
	series, err := externalSeries(l, "queue", metric, labels.Everything())
	if err != nil {
		return fmt.Errorf("%w: %s", err, step)
	}
	names := map[string]bool{}
	for _, one := range series {
		names[one.MetricLabels["queue"]] = true
		if age := time.Since(one.Timestamp.Time); age > recently {
			return fmt.Errorf("queue %q was measured %s ago: a sample's time is when the endpoint measured it", one.MetricLabels["queue"], age.Round(time.Second))
		}
	}
	if len(series) == 0 || len(names) < len(series) || names[""] {
		return fmt.Errorf("it has %d series with the queues %q: want one for each queue, with the label queue", len(series), slices.Sorted(maps.Keys(names)))
	}
	return nil
}

// workerScalesOn: the HPA has the metric, read it last time, and is active.
func workerScalesOn(ctx context.Context, l *Lab, metric string, target autoscalingv2.MetricTargetType, step string) error {
	hpa, err := getHPA(ctx, l, "queue", "worker", "step 6 makes it")
	if err != nil {
		return err
	}
	wanted := externalOf(hpa, metric, "orders")
	if wanted == nil {
		return fmt.Errorf("it has no external metric %s with the selector queue=orders: %s", metric, step)
	}
	if has := wanted.Target.Type; has != target {
		return fmt.Errorf("the target of %s is of the type %s, which makes no sense for it", metric, has)
	}
	if err := isActive(hpa); err != nil {
		return err
	}
	read := slices.ContainsFunc(hpa.Status.CurrentMetrics, func(m autoscalingv2.MetricStatus) bool {
		return m.External != nil && m.External.Metric.Name == metric
	})
	if !read {
		return fmt.Errorf("it has not read %s yet: wait a second", metric)
	}
	return nil
}
